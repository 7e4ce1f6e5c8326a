import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIssues } from '#db/queries/return-issues.ts';
import { waitingReturns } from '#db/queries/return-office.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnOfNumber } from '#db/queries/returns.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { endReturnIssue } from '#lib/commerce/returns/end-return-issue.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM, type Actor } from '#lib/kernel/actor.ts';
import { carrierNews } from '../support/carrier-news.ts';
import type { DeliveredOrder } from '../support/delivered-order.ts';
import { asha, level, shopper } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { returnedOrders } from '../support/returned-orders.ts';
import type { TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';
import { HERE, openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());

const { delivered, asked, ask, stateOf, graded, paid } = returnedOrders(() => shop);
const there = { ...asha, nodeId: HERE };

/** Three mugs and a lamp came; one mug was announced, and its parcel is here with more in it. */
async function aFullParcel(): Promise<{ of: DeliveredOrder; announced: { returnId: string; number: string } }> {
  const of = await delivered({ units: [3, 1] });
  const announced = await ask(of, { method: 'label' });
  await issueReturnLabel(shop, SYSTEM, announced);
  const { trackingNumber } = (await returnShipmentOf(shop.db, announced.returnId))!;
  await recordReturnScans(shop, SYSTEM, carrierNews(trackingNumber!, [['in_transit', 'accepted', '2026-11-26T04:00:00Z']]));
  const unitIds = (await unitsOfReturn(shop.db, announced.returnId)).map(({ id }) => id);
  await receiveReturn(shop, there, { returnId: announced.returnId, unitIds, isAll: true, extra: '' });
  return { of, announced };
}
type Found = { line: number; quantity?: number; actor?: Actor };
const surplus = async (of: DeliveredOrder, surplusOf: string, { line, quantity = 1, actor = there }: Found) =>
  ask(of, {
    lines: [asked(of, { fulfilmentLineId: of.lineIds[line]!, quantity, reason: 'other' })],
    dropNodeId: HERE,
    surplusOf,
    actor
  });
const sums = async ({ orderId }: DeliveredOrder) => (await refundsOf(shop.db, orderId)).map(({ amount_minor }) => amount_minor);
const issuesOf = async ({ number }: { number: string }) => (await openIssues(shop.db, 99)).filter((one) => one.returnNumber === number);

test('a unit too many gets its own line, waits for a yes, and is then graded and paid for once', async () => {
  const { of, announced } = await aFullParcel();
  const { returnId, number } = await surplus(of, announced.returnId, { line: 0 });
  expect(await stateOf({ returnId })).toBe('requested');
  expect((await waitingReturns(shop.db, 99)).map((one) => one.number)).toContain(number);
  expect(await issuesOf(announced)).toMatchObject([
    { kind: 'more-than-announced', returnNumber: announced.number, words: expect.stringContaining(number) }
  ]);
  // Nothing is given before the yes, and whoever took it in cannot say it.
  const take = async () =>
    takeBackAtCounter(shop, there, { returnId, grades: await graded({ returnId }, 'restock_a'), handsOut: false, key: shop.newId() });
  expect(await outcomeOf(take())).toBe('not-allowed');
  expect(await outcomeOf(decideReturnCase(shop, there, { returnId, isApproved: true, reason: '' }))).toBe('forbidden');
  expect(await sums(of)).toEqual([49_000]);

  await decideReturnCase(shop, await aPerson(shop, 'manager'), { returnId, isApproved: true, reason: '' });
  await take();
  expect(await outcomeOf(take())).toBe('not-allowed');
  await gradeReturn(shop, there, { returnId: announced.returnId, grades: await graded(announced, 'restock_a') });
  await paid(of.orderId);
  expect(await sums(of)).toEqual([49_000, 49_000]);
  expect(await level(shop.db, of.variantIds[0]!, HERE)).toMatchObject({ on_hand: 2 });
});

test('without a yes it goes back to its shopper: no money, and a person still has it before them until it is sent', async () => {
  const { of, announced } = await aFullParcel();
  const { returnId, number } = await surplus(of, announced.returnId, { line: 1 });
  const manager = await aPerson(shop, 'manager');
  await decideReturnCase(shop, manager, { returnId, isApproved: false, reason: 'You did not send this back: it is on its way to you.' });
  expect(await sums(of)).toEqual([49_000]);
  const [issue] = await issuesOf(announced);
  expect(issue!.words).toContain(number);
  await endReturnIssue(shop, manager, { issueId: issue!.id, outcome: 'Sent back to them.' });
  expect(await issuesOf(announced)).toEqual([]);
  // It is theirs, so they may give it back themselves.
  await ask(of, { lines: [asked(of, { fulfilmentLineId: of.lineIds[1]! })] });
});

test('it may be graded as going back to its shopper after a yes: no money either', async () => {
  const { of, announced } = await aFullParcel();
  const { returnId } = await surplus(of, announced.returnId, { line: 1 });
  await decideReturnCase(shop, await aPerson(shop, 'manager'), { returnId, isApproved: true, reason: '' });
  const grades = await graded({ returnId }, 'back_to_customer');
  await takeBackAtCounter(shop, there, { returnId, grades, handsOut: false, key: shop.newId() });
  expect(await sums(of)).toEqual([49_000]);
});

test('never more than is with its shopper, also of many presses at once, and only by who has it before them', async () => {
  const { of, announced } = await aFullParcel();
  expect(await outcomeOf(surplus(of, announced.returnId, { line: 0, quantity: 3 }))).toBe('more-than-came');
  const all = await Promise.all(Array.from({ length: 6 }, async () => outcomeOf(surplus(of, announced.returnId, { line: 0 }))));
  expect(all.filter((one) => one === 'done')).toHaveLength(2);
  const other = await delivered({ units: [1] });
  expect(await outcomeOf(surplus(other, announced.returnId, { line: 0 }))).toBe('not-found');
  expect(await outcomeOf(surplus(of, announced.returnId, { line: 1, actor: shopper }))).toBe('forbidden');
  expect(await returnOfNumber(shop.db, announced.number)).toMatchObject({ state: 'received' });
});
