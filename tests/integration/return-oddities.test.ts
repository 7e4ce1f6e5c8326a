import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '#db/transaction.ts';
import { queueView } from '#db/queries/queue.ts';
import { openIssues } from '#db/queries/return-issues.ts';
import { insertPhoto } from '#db/queries/return-photos.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { keepUnannounced } from '#lib/commerce/returns/keep-unannounced.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import type { Disposition } from '#lib/commerce/returns/return.machine.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { askToBeTold } from '#lib/commerce/stock/ask-to-be-told.server.ts';
import { joinQueue } from '#lib/commerce/stock/join-queue.server.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { tellWhatIsBack } from '#realtime/sweeps.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { aDeliveredOrder, type DeliveredOrder } from '../support/delivered-order.ts';
import { aCart, asha, shopper } from '../support/makers.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const ask = async (of: DeliveredOrder, method: 'store' | 'label') =>
  askForReturn(shop, shopper, {
    orderId: of.orderId,
    lines: [{ fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'changed-mind', detail: '', words: '', photoIds: [] }],
    method,
    to: 'original',
    isKept: false,
    dropNodeId: null,
    key: shop.newId()
  });
const grades = async (returnId: string, disposition: Disposition) =>
  (await unitsOfReturn(shop.db, returnId)).map(({ id }) => ({ unitId: id, disposition, note: '', isOther: false }));
const issuesOf = async (orderId: string) =>
  shop.db.selectFrom('return_issue').select(['kind', 'words']).where('order_id', '=', orderId).orderBy('id').execute();

test('who waits for a thing is told when one is graded as sound, and not before; what is to be mended tells nobody', async () => {
  const [mended, sound] = [
    await aDeliveredOrder(shop, { nodeId: HERE, units: [1] }),
    await aDeliveredOrder(shop, { nodeId: HERE, units: [1] })
  ];
  const email = 'waits@example.com';
  const asked = [mended, sound].map(async ({ variantIds }) =>
    askToBeTold(shop, shopper, { variantId: variantIds[0]!, email, address: email })
  );
  await Promise.all(asked);
  const told = async () =>
    (await shop.db.selectFrom('mail').select('id').where('to', '=', email).where('kind', '=', 'back-in-stock').execute()).length;
  const made = [await ask(mended, 'store'), await ask(sound, 'store')];
  await tellWhatIsBack(shop);
  expect(await told()).toBe(0);
  await takeBackAtCounter(shop, asha, {
    returnId: made[0]!.returnId,
    grades: await grades(made[0]!.returnId, 'refurbish'),
    key: shop.newId()
  });
  await tellWhatIsBack(shop);
  expect(await told()).toBe(0);
  await takeBackAtCounter(shop, asha, {
    returnId: made[1]!.returnId,
    grades: await grades(made[1]!.returnId, 'restock_b'),
    key: shop.newId()
  });
  await tellWhatIsBack(shop);
  await tellWhatIsBack(shop);
  expect(await told()).toBe(1);
});

test('who stands in line for the last units is offered the one that came back, while it is graded', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE, units: [1] });
  const [variantId] = of.variantIds;
  // One unit there, which somebody has in their cart until they pay.
  await receiveStock(shop, asha, { variantId: variantId!, quantity: 1, reason: '', key: shop.newId() });
  const [holder, waiting] = [await aCart(shop), await aCart(shop)];
  await inTransaction(shop, { actor: SYSTEM }, async (tx) => {
    const wanted = JSON.stringify([{ id: shop.newId(), variantId, nodeId: STORE, quantity: 1 }]);
    const until = new Date(shop.now().getTime() + 600_000);
    await sql`select reserve_stock(${holder.cartId}, ${wanted}::jsonb, ${until}, ${shop.now()})`.execute(tx);
  });
  await joinQueue(shop, shopper, { cartKey: waiting.cartKey, variantId: variantId!, nodeId: null, address: '203.0.113.1' });
  const mine = async () => (await queueView(shop.db, { variantId: variantId!, nodeId: null, cartId: waiting.cartId, at: shop.now() })).mine;
  expect(await mine()).toMatchObject({ state: 'waiting' });
  const { returnId } = await ask(of, 'store');
  await takeBackAtCounter(shop, asha, { returnId, grades: await grades(returnId, 'restock_a'), key: shop.newId() });
  expect(await mine()).toMatchObject({ state: 'offered' });
});

test('a label that brought its goods and travels once more is laid before a person, once; what is said late of its first way is not', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  const made = await ask(of, 'label');
  await issueReturnLabel(shop, SYSTEM, made);
  const { trackingNumber } = (await returnShipmentOf(shop.db, made.returnId))!;
  const heard = async (...news: Parameters<typeof carrierNews>[1]) => recordReturnScans(shop, SYSTEM, carrierNews(trackingNumber!, news));
  await heard(['in_transit', 'accepted', '2026-11-25T04:00:00Z'], ['delivered', 'to_person', '2026-11-25T10:00:00Z']);
  const units = await unitsOfReturn(shop.db, made.returnId);
  const dark = { ...asha, nodeId: HERE };
  await receiveReturn(shop, dark, { returnId: made.returnId, unitIds: units.map(({ id }) => id), isAll: true, extra: '' });
  await gradeReturn(shop, dark, { returnId: made.returnId, grades: await grades(made.returnId, 'restock_a') });
  await heard(['in_transit', 'arrived', '2026-11-25T07:00:00Z']);
  expect(await issuesOf(of.orderId)).toEqual([]);
  await heard(['in_transit', 'accepted', '2026-11-27T04:00:00Z']);
  await heard(['in_transit', 'departed', '2026-11-27T09:00:00Z']);
  expect((await issuesOf(of.orderId)).map(({ kind }) => kind)).toEqual(['label-reused']);
});

test('a parcel of ours that comes back without a return is laid before a person with its order', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  const { tracking_number: code } = await shop.db
    .selectFrom('shipment')
    .select('tracking_number')
    .where('fulfilment_order_id', '=', of.parcelId)
    .executeTakeFirstOrThrow();
  await keepUnannounced(shop, asha, { code: code!, words: 'Refused at the door.' });
  await keepUnannounced(shop, asha, { code: code!, words: 'Refused at the door.' });
  expect(await issuesOf(of.orderId)).toEqual([{ kind: 'unannounced', words: `${code}: Refused at the door.` }]);
  const { number } = await shop.db.selectFrom('orders').select('number').where('id', '=', of.orderId).executeTakeFirstOrThrow();
  expect((await openIssues(shop.db, 50)).find(({ words }) => words.startsWith(code!))).toMatchObject({
    orderNumber: number,
    nodeName: STORE
  });
});

test('an order keeps so many pictures and no more', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  const photo = { orderId: of.orderId, picture: new Uint8Array([0xff, 0xd8]), width: 1, height: 1, most: 5, at: shop.now() };
  const kept = await Promise.all(Array.from({ length: 5 }, async () => insertPhoto(shop.db, { ...photo, id: shop.newId() })));
  expect(kept).toEqual([true, true, true, true, true]);
  expect(await insertPhoto(shop.db, { ...photo, id: shop.newId() })).toBe(false);
  expect(await shop.db.selectFrom('return_photo').select('id').where('order_id', '=', of.orderId).execute()).toHaveLength(5);
});
