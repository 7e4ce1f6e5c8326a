import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { overdueReturns } from '#db/queries/return-clock.ts';
import { lateReturns } from '#db/queries/return-office.ts';
import { findReturn } from '#db/queries/returns.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { soundClock } from '#lib/commerce/returns/sound-clock.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { asha } from '../support/makers.ts';
import { exchangedOrders } from '../support/exchanged-orders.ts';
import { underPolicy } from '../support/policies.ts';
import { DAY_MS, returnedOrders } from '../support/returned-orders.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson, type Person } from '../support/staff.ts';
import { openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openTwoPlaces();
  manager = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { delivered, ask, stateOf, issuesOf, typesOf, paid } = returnedOrders(() => shop);
const { bought, exchange } = exchangedOrders(() => shop);
const day = (days: number) => new Date(Date.parse(MORNING) + days * DAY_MS);
const decide = async ({ returnId }: { returnId: string }, isApproved: boolean) =>
  decideReturnCase(shop, manager, { returnId, isApproved, reason: isApproved ? '' : 'It was used.' });
const dear = async () => delivered({ priceMinor: 2_500_000, units: [1] });

/** What the sweep does; whether it saw to this one. */
async function swept({ returnId }: { returnId: string }): Promise<boolean> {
  const found = (await overdueReturns(shop.db, shop.now(), 100)).includes(returnId);
  if (found) await soundClock(shop, SYSTEM, { returnId });
  return found;
}
const isLate = async ({ returnId }: { returnId: string }) => {
  const { number } = (await findReturn(shop.db, returnId))!;
  return (await lateReturns(shop.db, shop.now(), 100)).some((late) => late.number === number);
};

test('what we leave undecided past its day opens a matter for a person, once, and stands among what is late', async () => {
  const of = await dear();
  const made = await ask(of);
  shop.at(day(7));
  expect([await swept(made), await isLate(made)]).toEqual([false, false]);
  shop.at(day(8));
  expect([await swept(made), await swept(made), await isLate(made)]).toEqual([true, false, true]);
  await soundClock(shop, SYSTEM, made);
  expect(await issuesOf(of.orderId)).toEqual(['refund-overdue']);
  expect((await typesOf(of.orderId)).filter((type) => type === 'return.overdue')).toHaveLength(1);
});

test('with a late yes its clock begins anew, and may be missed anew', async () => {
  const of = await dear();
  const made = await ask(of);
  shop.at(day(8));
  await swept(made);
  await decide(made, true);
  expect([await swept(made), await isLate(made)]).toEqual([false, false]);
  shop.at(day(9));
  await acceptReturn(shop, asha, made);
  shop.at(day(17));
  expect([await swept(made), await swept(made)]).toEqual([true, false]);
  expect(await issuesOf(of.orderId)).toEqual(['refund-overdue', 'refund-overdue']);
});

test('what waits for its shopper is late by nobody: a no, and a difference that is still to be paid', async () => {
  const declined = await ask(await dear());
  await decide(declined, false);
  const unpaid = await exchange(await bought({ priceMinor: 90_000 }), 90_000);
  expect(unpaid.toPay).toBe(true);
  shop.at(day(8));
  for (const made of [declined, unpaid]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect([await swept(made), await isLate(made)]).toEqual([false, false]);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await soundClock(shop, SYSTEM, made);
  }
  expect(await findReturn(shop.db, declined.returnId)).toMatchObject({ isOverdueTold: false });
  expect(await findReturn(shop.db, unpaid.returnId)).toMatchObject({ isOverdueTold: false });
});

test('money that is owed at once and does not come is late, however far the goods are; what came in time is not', async () => {
  const returns = { ...standardPolicy.returns, triggers: [{ upToMinor: null, trigger: 'instant' as const }] };
  const orders = await underPolicy(shop, { returns }, async () => [
    await delivered(),
    await delivered(),
    await delivered(),
    await delivered()
  ]);
  const asked = [
    await ask(orders[0]!, { method: 'label' }),
    await ask(orders[1]!, { method: 'label' }),
    await ask(orders[2]!),
    await ask(orders[3]!)
  ];
  await issueReturnLabel(shop, SYSTEM, asked[1]!);
  await paid(orders[3]!.orderId);
  expect(await Promise.all(asked.map(stateOf))).toEqual(['approved', 'label_issued', 'store_dropoff', 'store_dropoff']);
  shop.at(day(8));
  for (const [at, made] of asked.entries()) {
    const isOwed = at < 3;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect([await isLate(made), await swept(made), await swept(made)]).toEqual([isOwed, isOwed, false]);
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await issuesOf(orders[at]!.orderId)).toEqual(isOwed ? ['refund-overdue'] : []);
  }
});
