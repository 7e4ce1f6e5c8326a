import { afterAll, beforeAll, expect, test } from 'vitest';
import { pastRequests } from '#db/queries/past-requests.ts';
import { recentRefusals } from '#db/queries/policies.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { tryPolicy } from '#lib/commerce/policies/try-policy.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { aCheckout } from '../support/checkout.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';

const HERE = 'blr-domlur';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
});
afterAll(() => shop.close());

test('what was asked of past orders is decided again by the policy of each and by a draft', async () => {
  shop.at(MORNING);
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  const line = { fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'changed-mind' as const, detail: '', words: '', photoIds: [] };
  const asked = { orderId: of.orderId, lines: [line], method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId: null };
  await askForReturn(shop, shopper, { ...asked, key: shop.newId() });

  const variantId = await aVariant(shop.db, { stock: { [HERE]: 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 2 }]);
  const { orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  const wish: ChangeWish = { kind: 'cancel', reason: 'too-late', units: null };
  const { seal } = await readChange(shop, { orderKey, wish });
  await changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() });
  expect(await outcomeOf(changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() }))).toBe('already-ended');

  // Its second return was asked with the first one claiming what it is worth.
  shop.at(new Date(Date.parse(MORNING) + 1));
  await askForReturn(shop, shopper, { ...asked, key: shop.newId() });
  const past = await pastRequests(shop.db, 500);
  expect(past.flatMap((one) => (one.kind === 'return' ? [[one.returns, one.claimedMinor]] : []))).toEqual([
    [1, 49_000],
    [0, 0]
  ]);
  const words = past.map((one) => (one.kind === 'cancel' ? `${one.reason}: ${one.states.join()}` : `${one.method}: ${one.lines.length}`));
  expect(new Set(words)).toEqual(new Set(['store: 1', 'too-late: allocated', 'other: allocated']));
  const strict = { ...standardPolicy, cancel: { ...standardPolicy.cancel, reasons: ['other'] as const } };
  const noReturns = { ...strict, returns: { ...strict.returns, days: null } };
  const tried = tryPolicy(past, { profile: 'strict', version: 1, terms: noReturns });
  expect([tried.cancel, tried.return]).toMatchObject([
    { asked: 2, newlyNo: 1 },
    { asked: 2, newlyNo: 2 }
  ]);
  expect(await pastRequests(shop.db, 0)).toEqual([]);
  expect(await recentRefusals(shop.db, 10)).toMatchObject([{ asked: 'cancel', code: 'already-ended', rule: 'cancel.states', by: '' }]);
});
