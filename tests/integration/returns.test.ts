import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { findReturn } from '#db/queries/returns.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { handOverReturn } from '#lib/commerce/returns/hand-over-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { asha, level, shopper } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';
import { DAY_MS, returnedOrders } from '../support/returned-orders.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
let manager: Person;
let support: Person;
beforeAll(async () => {
  shop = await openTwoPlaces();
  manager = await aPerson(shop, 'manager');
  support = await aPerson(shop, 'support');
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { delivered, asked, ask, stateOf, graded, typesOf, issuesOf, paid } = returnedOrders(() => shop);

test('given in at a counter: looked at, back on the shelf of that store, and the money on its way before the shopper leaves', async () => {
  const of = await delivered();
  const made = await ask(of);
  expect(await stateOf(made)).toBe('store_dropoff');
  await takeBackAtCounter(shop, asha, { returnId: made.returnId, grades: await graded(made, 'restock_a'), key: shop.newId() });
  expect(await stateOf(made)).toBe('settled');
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ reason: 'returned', how: 'bank', state: 'due', amount_minor: 49_000 }]);
  expect(await level(shop.db, of.variantIds[0]!, STORE)).toMatchObject({ on_hand: 1, unavailable: 0, available: 1 });
  await paid(of.orderId);
  expect(await stateOf(made)).toBe('closed');
  expect(await typesOf(of.orderId)).toEqual([
    'return.requested',
    'return.approved',
    'return.dropped_off',
    'return.received',
    'return.graded',
    'refund.owed',
    'return.settled',
    'payment.refunded',
    'return.closed'
  ]);
});

test('sent with a label: the first scan starts the clock and gives the money, and what arrives is graded unit by unit', async () => {
  const of = await delivered({ units: [3] });
  const made = await ask(of, { lines: [asked(of, { quantity: 3 })], method: 'label' });
  await issueReturnLabel(shop, SYSTEM, made);
  await issueReturnLabel(shop, SYSTEM, made);
  const shipment = (await returnShipmentOf(shop.db, made.returnId))!;
  expect(await stateOf(made)).toBe('label_issued');
  await handOverReturn(shop, shopper, { orderId: of.orderId, ...made });
  await handOverReturn(shop, shopper, { orderId: of.orderId, ...made });
  expect(shop.bookings.filter(({ trackingNumber }) => trackingNumber === shipment.trackingNumber)).toHaveLength(1);

  shop.at(new Date(Date.parse(MORNING) + 2 * DAY_MS));
  const news = carrierNews(shipment.trackingNumber!, [['in_transit', 'accepted', '2026-11-27T04:00:00Z']]);
  expect(await recordReturnScans(shop, SYSTEM, news)).toEqual({ taken: 1 });
  expect(await recordReturnScans(shop, SYSTEM, news)).toEqual({ taken: 0 });
  expect(await findReturn(shop.db, made.returnId)).toMatchObject({ state: 'in_transit', refundDueAt: new Date('2026-12-04T18:30:00Z') });
  // Three at ₹490 and, since nothing of the order is left, ₹49 for bringing it.
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 151_900 }]);

  const there = { ...asha, nodeId: HERE };
  const [one, two, three] = await unitsOfReturn(shop.db, made.returnId);
  await receiveReturn(shop, there, { returnId: made.returnId, unitIds: [one!.id, two!.id], isAll: false, extra: '' });
  expect(await stateOf(made)).toBe('in_transit');
  await receiveReturn(shop, there, { returnId: made.returnId, unitIds: [three!.id], isAll: false, extra: 'a cushion cover' });
  await gradeReturn(shop, there, { returnId: made.returnId, grades: (await graded(made, 'restock_a', 'refurbish', 'scrap')).slice(0, 2) });
  expect(await stateOf(made)).toBe('inspecting');
  await gradeReturn(shop, there, { returnId: made.returnId, grades: (await graded(made, 'restock_a', 'refurbish', 'scrap')).slice(2) });
  expect(await stateOf(made)).toBe('settled');
  expect(await level(shop.db, of.variantIds[0]!, HERE)).toMatchObject({ on_hand: 2, unavailable: 1, available: 1 });
  expect(await issuesOf(of.orderId)).toEqual(['more-than-announced']);
});

test('the same unit from two devices at once: one return has it, the other is told', async () => {
  const of = await delivered({ units: [1] });
  const outcomes = await Promise.all([1, 2, 3].map(async () => outcomeOf(ask(of))));
  expect(outcomes.toSorted()).toEqual(['already-returning', 'already-returning', 'done']);
  const { lineIds } = await delivered();
  expect(await outcomeOf(ask({ ...of, lineIds }))).toBe('not-delivered');
});

test('the index alone refuses a unit that is claimed', async () => {
  const of = await delivered({ units: [1] });
  const made = await ask(of);
  const [unit] = await shop.db.selectFrom('return_unit').selectAll().where('return_id', '=', made.returnId).execute();
  const again = shop.db.insertInto('return_unit').values({ ...unit!, id: shop.newId(), graded_by: null });
  await expect(again.execute()).rejects.toThrow('return_unit_claimed_once');
});

test('what is asked twice with one key is one return; with other words it is refused', async () => {
  const of = await delivered();
  const key = shop.newId();
  expect(await ask(of, { key })).toEqual(await ask(of, { key }));
  expect(await outcomeOf(ask(of, { key, method: 'label' }))).toBe('key-reused');
});

test('more than came, after its days, and of an order that was cancelled: a no with its code, and nothing is written but that', async () => {
  const of = await delivered();
  expect(await outcomeOf(ask(of, { lines: [asked(of, { quantity: 3 })] }))).toBe('more-than-came');
  shop.at(new Date(Date.parse(MORNING) + 40 * DAY_MS));
  expect(await outcomeOf(ask(of))).toBe('window-over');
  expect(await typesOf(of.orderId)).toEqual([]);
  const noted = await shop.db
    .selectFrom('policy_refusal')
    .select(['asked', 'code'])
    .where('order_id', '=', of.orderId)
    .orderBy('at')
    .execute();
  expect(noted).toEqual([
    { asked: 'return', code: 'more-than-came' },
    { asked: 'return', code: 'window-over' }
  ]);
  expect(await outcomeOf(ask({ ...of, orderId: shop.newId() }))).toBe('not-found');
});

test('what need not come back is settled at once; a part of the price is given only to whoever takes it', async () => {
  const cheap = await delivered({ priceMinor: 20_000 });
  const kept = await ask(cheap, { lines: [asked(cheap, { reason: 'defective' })] });
  expect(await stateOf(kept)).toBe('settled');
  expect(await refundsOf(shop.db, cheap.orderId)).toMatchObject([{ amount_minor: 20_000 }]);
  const dearer = await delivered({ priceMinor: 100_001 });
  const part = await ask(dearer, { lines: [asked(dearer, { reason: 'not-as-described' })], isKept: true });
  expect(await stateOf(part)).toBe('settled');
  expect(await refundsOf(shop.db, dearer.orderId)).toMatchObject([{ amount_minor: 30_000 }]);
  expect(await outcomeOf(ask(dearer, { isKept: true }))).toBe('keep-not-offered');
});

test('above the limit a person says yes, above the second two of them; a no can be appealed once', async () => {
  const dear = await delivered({ priceMinor: 2_500_000, units: [1] });
  const made = await ask(dear);
  expect(await stateOf(made)).toBe('requested');
  expect(await outcomeOf(decideReturnCase(shop, asha, { ...made, isApproved: true, reason: '' }))).toBe('forbidden');
  expect(await outcomeOf(decideReturnCase(shop, manager, { ...made, isApproved: false, reason: ' ' }))).toBe('invalid');
  await decideReturnCase(shop, manager, { ...made, isApproved: false, reason: 'It was used for a year.' });
  expect(await stateOf(made)).toBe('declined');
  await appealReturn(shop, shopper, { orderId: dear.orderId, ...made, words: 'It came yesterday.' });
  await decideReturnCase(shop, manager, { ...made, isApproved: true, reason: '' });
  expect(await stateOf(made)).toBe('store_dropoff');

  const dearest = await delivered({ priceMinor: 5_500_000, units: [1] });
  const two = await ask(dearest);
  await decideReturnCase(shop, manager, { ...two, isApproved: true, reason: '' });
  expect(await stateOf(two)).toBe('requested');
  expect(await outcomeOf(decideReturnCase(shop, manager, { ...two, isApproved: true, reason: '' }))).toBe('forbidden');
  await decideReturnCase(shop, support, { ...two, isApproved: true, reason: '' });
  expect(await stateOf(two)).toBe('store_dropoff');

  const third = await ask(await delivered({ priceMinor: 2_500_000, units: [1] }));
  const found = (await findReturn(shop.db, third.returnId))!;
  const no = { ...third, isApproved: false, reason: 'No.' };
  await decideReturnCase(shop, manager, no);
  await appealReturn(shop, shopper, { orderId: found.orderId, ...third, words: 'Please.' });
  await decideReturnCase(shop, manager, no);
  expect(await outcomeOf(appealReturn(shop, shopper, { orderId: found.orderId, ...third, words: 'Please!' }))).toBe('not-allowed');
});

test('what is split into several returns of one order goes before as many people as the whole', async () => {
  const of = await delivered({ priceMinor: 1_800_000, units: [4] });
  const made = [await ask(of), await ask(of), await ask(of)];
  const approvals = async () => Promise.all(made.map(async ({ returnId }) => (await findReturn(shop.db, returnId))!.approval));
  expect(await approvals()).toEqual(['rule', 'person', 'two-people']);
  expect(await stateOf(made[1]!)).toBe('requested');
  // What was declined, or called off, claims nothing any more.
  await decideReturnCase(shop, manager, { ...made[1]!, isApproved: false, reason: 'It was used.' });
  await cancelReturn(shop, shopper, { orderId: of.orderId, ...made[2]! });
  made.push(await ask(of));
  expect(await approvals()).toEqual(['rule', 'person', 'two-people', 'person']);

  const cheap = await delivered({ priceMinor: 20_000, units: [3] });
  const defective = { lines: [asked(cheap, { reason: 'defective' })] };
  expect(await stateOf(await ask(cheap, defective))).toBe('settled');
  expect(await stateOf(await ask(cheap, defective))).toBe('store_dropoff');
  expect(await refundsOf(shop.db, cheap.orderId)).toMatchObject([{ amount_minor: 20_000 }]);
});

test('cancelled, its units may come back in another; a scan of its label is laid before a person', async () => {
  const of = await delivered({ units: [1] });
  const made = await ask(of, { method: 'label' });
  await issueReturnLabel(shop, SYSTEM, made);
  const { trackingNumber } = (await returnShipmentOf(shop.db, made.returnId))!;
  expect(await outcomeOf(cancelReturn(shop, shopper, { orderId: shop.newId(), ...made }))).toBe('not-found');
  await cancelReturn(shop, shopper, { orderId: of.orderId, ...made });
  expect(await outcomeOf(cancelReturn(shop, shopper, { orderId: of.orderId, ...made }))).toBe('not-allowed');
  await recordReturnScans(shop, SYSTEM, carrierNews(trackingNumber!, [['in_transit', 'accepted', '2026-11-25T04:00:00Z']]));
  expect(await issuesOf(of.orderId)).toEqual(['label-reused']);
  expect(await stateOf(await ask(of))).toBe('store_dropoff');
});
