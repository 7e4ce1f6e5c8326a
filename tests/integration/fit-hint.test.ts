import { afterAll, beforeAll, expect, test } from 'vitest';
import { productPageNow, productPageText } from '#db/queries/product-page.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { fitHint } from '#lib/commerce/catalog/fit-hint.ts';
import { reckonFitCounts } from '#lib/commerce/catalog/reckon-fit-counts.server.ts';
import type { ReturnReason } from '#lib/commerce/policies/policy.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aNode, asha, aVariant } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

const STORE = 'blr-indiranagar';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, STORE);
  shop.at(MORNING);
});
afterAll(() => shop.close());

/** Somebody buys one, and asks to give it back; given in at once, or not yet. */
async function sentBack(variantId: string, reason: ReturnReason, isGivenIn = true): Promise<void> {
  const { orderId } = await sellInStore(shop, asha, { lines: [{ variantId, quantity: 1 }], payment: 'cash', key: shop.newId() });
  const [line] = (await returnableOrder(shop.db, orderId))!.lines;
  const { returnId } = await askForReturn(shop, asha, {
    orderId,
    lines: [{ fulfilmentLineId: line!.fulfilmentLineId, quantity: 1, reason, detail: '', words: '', photoIds: [] }],
    method: 'store',
    to: 'original',
    isKept: false,
    dropNodeId: STORE,
    key: shop.newId()
  });
  const grades = (await unitsOfReturn(shop.db, returnId)).map(({ id }) => ({
    unitId: id,
    disposition: 'scrap' as const,
    note: '',
    isOther: false
  }));
  if (isGivenIn) await takeBackAtCounter(shop, asha, { returnId, grades, key: shop.newId() });
}

test('what people say who sent it back is on the product’s page with the next count, and goes a year later', async () => {
  const mug = await aVariant(shop.db, { stock: { [STORE]: 20 } });
  const { handle } = await shop.db
    .selectFrom('product as p')
    .innerJoin('variant as v', 'v.product_id', 'p.id')
    .select('p.handle')
    .where('v.id', '=', mug)
    .executeTakeFirstOrThrow();
  const hint = async () => {
    await Promise.all([reckonFitCounts(shop, SYSTEM), reckonFitCounts(shop, SYSTEM)]);
    const page = productPageNow((await productPageText(shop.db, handle)) ?? '');
    return page && fitHint(page.fit, mug);
  };
  for (const reason of ['too-small', 'too-small', 'too-small', 'changed-mind'] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await sentBack(mug, reason);
  }
  // Of four nothing is said, and what was only asked for is no fifth.
  await sentBack(mug, 'too-small', false);
  expect(await hint()).toBeUndefined();
  await sentBack(mug, 'too-large');
  expect(await hint()).toMatchObject({ runs: 'small', said: 3, of: 5, isOfThis: true, at: expect.any(String) as string });
  expect(await hint()).toMatchObject({ said: 3, of: 5 });
  shop.at(new Date(new Date(MORNING).getTime() + 366 * 24 * 3_600_000));
  expect(await hint()).toBeUndefined();
});
