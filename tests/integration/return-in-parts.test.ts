import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { takeInReturn } from '#lib/commerce/returns/take-in-return.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { asha, shopper } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { DAY_MS, returnedOrders } from '../support/returned-orders.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { HERE, openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { delivered, asked, ask, stateOf, graded, typesOf } = returnedOrders(() => shop);
const there = { ...asha, nodeId: HERE };

/** One of two has come with a label of which no carrier has said a word. */
async function halfOfIt(priceMinor: number) {
  const of = await delivered({ units: [2], priceMinor });
  const made = await ask(of, { lines: [asked(of, { quantity: 2 })], method: 'label' });
  await issueReturnLabel(shop, SYSTEM, made);
  const [came, other] = (await unitsOfReturn(shop.db, made.returnId)).map(({ id }) => id);
  await receiveReturn(shop, there, { returnId: made.returnId, unitIds: [came!], isAll: false, extra: '' });
  return { of, made, other: other! };
}

test('what came in part, though no scan was heard, is under way: nobody cancels it, and it never counts as unsent', async () => {
  const { of, made, other } = await halfOfIt(300_000);
  expect(await outcomeOf(cancelReturn(shop, shopper, { orderId: of.orderId, returnId: made.returnId }))).toBe('not-allowed');
  shop.at(new Date(Date.parse(MORNING) + 40 * DAY_MS));
  await lapseReturn(shop, SYSTEM, made);
  expect(await stateOf(made)).toBe('in_transit');
  await receiveReturn(shop, there, { returnId: made.returnId, unitIds: [other], isAll: false, extra: '' });
  await gradeReturn(shop, there, { returnId: made.returnId, grades: await graded(made, 'restock_a') });
  expect(await stateOf(made)).toBe('settled');
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 604_900 }]);
});

test('the rest of it is brought to a counter, which takes in what had not come yet', async () => {
  const { of, made } = await halfOfIt(300_000);
  await takeBackAtCounter(shop, asha, { returnId: made.returnId, grades: await graded(made, 'restock_a'), key: shop.newId() });
  expect(await stateOf(made)).toBe('settled');
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 604_900 }]);
});

test('what came before is never missing at a counter', async () => {
  const { made } = await halfOfIt(300_000);
  const take = { returnId: made.returnId, grades: await graded(made, 'missing'), key: shop.newId() };
  expect(await outcomeOf(takeBackAtCounter(shop, asha, take))).toBe('invalid');
});

test('its coming is its first scan: money that waits for that is owed, once, whatever the carrier says afterwards', async () => {
  const { of, made } = await halfOfIt(49_000);
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 102_900 }]);
  const { trackingNumber } = (await returnShipmentOf(shop.db, made.returnId))!;
  await recordReturnScans(shop, SYSTEM, carrierNews(trackingNumber!, [['in_transit', 'accepted', '2026-11-24T04:00:00Z']]));
  expect((await typesOf(of.orderId)).filter((type) => type === 'refund.owed')).toHaveLength(1);
  expect(await stateOf(made)).toBe('in_transit');
});

test('a warehouse where nobody works takes in the rest alone', async () => {
  const { made } = await halfOfIt(300_000);
  await takeInReturn(shop, SYSTEM, made);
  expect(await stateOf(made)).toBe('settled');
});
