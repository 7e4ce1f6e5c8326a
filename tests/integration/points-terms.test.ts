import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pointsTerms } from '#db/queries/loyalty.ts';
import { setPointsTerms } from '#lib/commerce/loyalty/set-points-terms.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { changedOrders } from '../support/changed-orders.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { asha } from '../support/makers.ts';
import { pointsNow } from '../support/points.ts';
import type { TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';
import { openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
let rhea: Customer;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
beforeEach(async () => {
  rhea = await aCustomer(shop);
});
afterAll(() => shop.close());

const { anOrder, cancelOf, change } = changedOrders(
  () => shop,
  () => rhea
);
const now = async () => pointsNow(shop, rhea.customerId);

test('who looks after the whole house says what points are worth: once for a version, within bounds, and for what is ordered from then on', async () => {
  const kabir = await aPerson(shop, 'manager');
  const before = await anOrder();
  const { version, ...was } = (await pointsTerms(shop.db, 'INR'))!;
  const { isOn, worthMinor, leastPoints } = was;
  const set = async (actor: Actor, over: object = {}) =>
    outcomeOf(setPointsTerms(shop, actor, { currency: 'INR', version, isOn, worthMinor, leastPoints, pointsPerMajor: 2, ...over }));
  for (const actor of [rhea, asha, await aPerson(shop, 'support')]) expect(await set(actor)).toBe('forbidden');
  for (const wrong of [{ pointsPerMajor: 0 }, { worthMinor: 1.5 }, { leastPoints: 2_000_000 }])
    expect(await set(kabir, wrong)).toBe('invalid');
  expect(await set(kabir, { currency: 'XXX' })).toBe('not-found');
  const answers = await Promise.all([set(kabir), set(kabir)]);
  expect(answers.toSorted()).toEqual(['done', 'stale-version']);
  await change(before, await cancelOf(before, before.mug, 1));
  await anOrder();
  expect(await now()).toEqual([1490 + 2 * 1980, 0]);
  expect(await set(kabir, { version: version + 1, pointsPerMajor: was.pointsPerMajor })).toBe('done');
});

test('the database keeps a ledger: nothing of it is changed, no cause counts twice, and no balance falls below nothing', async () => {
  await anOrder();
  const of = { customer_id: rhea.customerId };
  const update = shop.db.updateTable('loyalty_entry').set({ pending: 5 }).where('customer_id', '=', rhea.customerId);
  await expect(update.execute()).rejects.toThrow(/only grows/);
  await expect(
    shop.db.updateTable('loyalty_account').set({ spendable: -1 }).where('customer_id', '=', rhea.customerId).execute()
  ).rejects.toThrow(/check/);
  const { cause } = await shop.db
    .selectFrom('loyalty_entry')
    .select('cause')
    .where('customer_id', '=', rhea.customerId)
    .executeTakeFirstOrThrow();
  const again = {
    id: shop.newId(),
    ...of,
    number: 2,
    kind: 'corrected' as const,
    pending_delta: 1,
    spendable_delta: 0,
    pending: 1,
    spendable: 0
  };
  await expect(
    shop.db
      .insertInto('loyalty_entry')
      .values({ ...again, cause, at: shop.now() })
      .execute()
  ).rejects.toThrow(/unique/);
});
