import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unsentReturns } from '#db/queries/return-clock.ts';
import { findReturn } from '#db/queries/returns.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { shopper } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
import { exchangedOrders } from '../support/exchanged-orders.ts';
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

const { delivered, ask } = returnedOrders(() => shop);
const { bought, exchange } = exchangedOrders(() => shop);
const day = (days: number) => new Date(Date.parse(MORNING) + days * DAY_MS);
const decide = async ({ returnId }: { returnId: string }, isApproved: boolean) =>
  decideReturnCase(shop, manager, { returnId, isApproved, reason: isApproved ? '' : 'It was used.' });
const caseOf = async ({ returnId }: { returnId: string }) => findReturn(shop.db, returnId);

/** What the sweep does with one of those that nobody sent. */
async function swept(made: { returnId: string }): Promise<void> {
  if ((await unsentReturns(shop.db, shop.now(), 100)).includes(made.returnId)) await lapseReturn(shop, SYSTEM, made);
}

test('a yes that comes late gives as many days from then on as were said when it was asked, and no more', async () => {
  const made = await ask(await delivered({ priceMinor: 2_500_000, units: [1] }));
  shop.at(day(15));
  await decide(made, true);
  await swept(made);
  const expected = { sendBy: new Date('2026-12-24T18:30:00Z'), refundDueAt: new Date('2026-12-17T18:30:00Z') };
  expect(await caseOf(made)).toMatchObject({ state: 'store_dropoff', ...expected });
  shop.at(day(30));
  await swept(made);
  expect(await caseOf(made)).toMatchObject({ state: 'expired' });
});

test('also after an appeal', async () => {
  const of = await delivered({ priceMinor: 2_500_000, units: [1] });
  const made = await ask(of);
  await decide(made, false);
  shop.at(day(14));
  await appealReturn(shop, shopper, { orderId: of.orderId, returnId: made.returnId, words: 'I only opened the box.' });
  shop.at(day(29));
  await decide(made, true);
  await swept(made);
  expect(await caseOf(made)).toMatchObject({ state: 'store_dropoff', sendBy: new Date('2027-01-07T18:30:00Z') });
});

test('what is kept for its shopper meanwhile stays kept', async () => {
  const made = await exchange(await bought({ paid: 2_500_000, priceMinor: 2_500_000 }), 2_500_000);
  shop.at(day(15));
  await decide(made, true);
  await swept(made);
  expect(await caseOf(made)).toMatchObject({ state: 'store_dropoff', exchangeState: 'held' });
});

test('by the terms that were kept with it, whatever holds on the day of the yes', async () => {
  const limits = { ...standardPolicy.limits, sendWithinDays: 3, refundDays: 2 };
  const made = await underPolicy(shop, { limits }, async () => ask(await delivered({ priceMinor: 2_500_000, units: [1] })));
  shop.at(day(15));
  await decide(made, true);
  const expected = { sendBy: new Date('2026-12-13T18:30:00Z'), refundDueAt: new Date('2026-12-12T18:30:00Z') };
  expect(await caseOf(made)).toMatchObject(expected);
});
