import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { findReturn } from '#db/queries/returns.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { closeReturns } from '#lib/commerce/returns/close-returns.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { soundClock } from '#lib/commerce/returns/sound-clock.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { asha, shopper } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';
import { DAY_MS, returnedOrders } from '../support/returned-orders.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openTwoPlaces();
  manager = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { delivered, asked, ask, stateOf, graded, typesOf, issuesOf, paid } = returnedOrders(() => shop);

test('with a label in hand one may walk into a store all the same', async () => {
  const of = await delivered();
  const made = await ask(of, { method: 'qr' });
  await issueReturnLabel(shop, SYSTEM, made);
  await chooseDropOff(shop, shopper, { orderId: of.orderId, ...made, nodeId: STORE });
  expect(await stateOf(made)).toBe('store_dropoff');
  expect(await returnShipmentOf(shop.db, made.returnId)).toBeUndefined();
  await acceptReturn(shop, asha, made);
  expect(await stateOf(made)).toBe('dropped_off');
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 49_000 }]);
  expect(await outcomeOf(acceptReturn(shop, asha, made))).toBe('not-allowed');
});

test('an empty box, and a thing that is another: the money of what is ours, and the rest laid before a person', async () => {
  const of = await delivered({ units: [2], priceMinor: 1_200_000 });
  const made = await ask(of, { lines: [asked(of, { quantity: 2 })], method: 'label' });
  expect(await stateOf(made)).toBe('requested');
  await decideReturnCase(shop, manager, { ...made, isApproved: true, reason: '' });
  await issueReturnLabel(shop, SYSTEM, made);
  const there = { ...asha, nodeId: HERE };
  const [one] = await unitsOfReturn(shop.db, made.returnId);
  await receiveReturn(shop, there, { returnId: made.returnId, unitIds: [one!.id], isAll: true, extra: '' });
  expect(await refundsOf(shop.db, of.orderId)).toEqual([]);
  const grades = await graded(made, 'back_to_customer', 'missing');
  expect(await outcomeOf(gradeReturn(shop, there, { returnId: made.returnId, grades: await graded(made, 'restock_a') }))).toBe('invalid');
  const other = grades.map((grade, at) => (at === 0 ? { ...grade, isOther: true, note: 'an old lamp' } : grade));
  await gradeReturn(shop, there, { returnId: made.returnId, grades: other });
  expect(await stateOf(made)).toBe('settled');
  expect(await refundsOf(shop.db, of.orderId)).toEqual([]);
  expect((await issuesOf(of.orderId)).toSorted()).toEqual(['missing-unit', 'wrong-item']);
  await closeReturns(shop, SYSTEM, { orderId: of.orderId });
  expect(await stateOf(made)).toBe('closed');

  const empty = await ask(await delivered({ units: [1] }), { method: 'label' });
  await issueReturnLabel(shop, SYSTEM, empty);
  await receiveReturn(shop, there, { returnId: empty.returnId, unitIds: [], isAll: true, extra: '' });
  await gradeReturn(shop, there, { returnId: empty.returnId, grades: await graded(empty, 'missing') });
  const { orderId } = (await findReturn(shop.db, empty.returnId))!;
  expect(await issuesOf(orderId)).toEqual(['empty-box']);
  expect(await refundsOf(shop.db, orderId)).toEqual([]);
});

test('a clock that runs out opens a matter for a person by itself and tells the shopper, once; not while nothing was sent, nor when it is paid', async () => {
  const of = await delivered({ priceMinor: 600_000, units: [1, 1] });
  const made = await ask(of);
  const late = new Date(Date.parse(MORNING) + 8 * DAY_MS);
  shop.at(late);
  await soundClock(shop, SYSTEM, made);
  expect(await issuesOf(of.orderId)).toEqual([]);
  shop.at(MORNING);
  await acceptReturn(shop, asha, made);
  await soundClock(shop, SYSTEM, made);
  expect(await issuesOf(of.orderId)).toEqual([]);
  shop.at(late);
  await soundClock(shop, SYSTEM, made);
  await soundClock(shop, SYSTEM, made);
  expect(await issuesOf(of.orderId)).toEqual(['refund-overdue']);
  expect((await typesOf(of.orderId)).filter((type) => type === 'return.overdue')).toHaveLength(1);

  shop.at(MORNING);
  const second = await ask(of, { lines: [asked(of, { fulfilmentLineId: of.lineIds[1]! })] });
  await takeBackAtCounter(shop, asha, { returnId: second.returnId, grades: await graded(second, 'restock_b'), key: shop.newId() });
  await paid(of.orderId);
  shop.at(late);
  await soundClock(shop, SYSTEM, second);
  expect(await issuesOf(of.orderId)).toEqual(['refund-overdue']);
});

test('what nobody sent in time ends by itself, and its units are free', async () => {
  const of = await delivered({ units: [1] });
  const made = await ask(of);
  await lapseReturn(shop, SYSTEM, made);
  expect(await stateOf(made)).toBe('store_dropoff');
  shop.at(new Date(Date.parse(MORNING) + 16 * DAY_MS));
  await lapseReturn(shop, SYSTEM, made);
  await lapseReturn(shop, SYSTEM, made);
  expect(await stateOf(made)).toBe('expired');
  expect(await stateOf(await ask(of))).toBe('store_dropoff');
});
