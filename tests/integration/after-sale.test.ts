import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { afterSaleActs } from '../support/after-sale-acts.ts';
import { AFTER_SALE_NODE, TAKEN_LATER } from '../support/after-sale-world.ts';
import { afterSale } from '../support/after-sale.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { policyOfChannel, underPolicy } from '../support/policies.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, type Person } from '../support/staff.ts';
import { addOutcomes, tellOutcomes, type Outcomes } from '../support/outcomes.ts';

/** `npm run soak` asks for more of them, from another seed. */
const COUNT = Number(process.env['HISTORIES'] ?? 2_000);
const SEED = Number(process.env['SEED'] ?? 20_261_126);
const AT_ONCE = 4;

let shop: TestShop;
let managers: readonly [Person, Person];
let customers: Customer[];
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, AFTER_SALE_NODE, { kind: 'dark_store' });
  await policyOfChannel(shop, TAKEN_LATER, { payment: { ...standardPolicy.payment, giftCardMustCover: false, take: 'on-leaving' } });
  managers = [await aPerson(shop, 'manager'), await aPerson(shop, 'manager')];
  customers = await Promise.all([1, 2, 3].map(async () => aCustomer(shop, { passwordless: true })));
});
afterAll(() => shop.close());

test(
  `${COUNT} orders that are changed, sent back, broken off half way and paid back by a bank that loses answers: all books are right`,
  { timeout: 3_600_000 },
  async () => {
    const outcomes: Outcomes = new Map();
    const seeds = Array.from({ length: COUNT }, (_, n) => SEED + n).values();
    const line = async (): Promise<void> => {
      for (const seed of seeds) {
        const told = await afterSale(shop, { managers, customers }, seed).catch((cause: unknown) => {
          throw new Error(`history of seed ${seed}`, { cause });
        });
        addOutcomes(outcomes, told.outcomes);
      }
    };
    // A gift card may pay a part of what a change costs more, so that the bank is asked for the rest.
    const payment = { ...standardPolicy.payment, giftCardMustCover: false };
    const lines = async () => Promise.allSettled(Array.from({ length: AT_ONCE }, line));
    const ended = await underPolicy(shop, { payment }, lines);
    // The books are read when nobody writes in them any more.
    expect(ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toEqual([]);
    expect(await brokenInvariants(shop.db)).toEqual([]);
    tellOutcomes(outcomes);
    // Each act was done: nothing here is a test of nothing. A handful of histories cannot have them all.
    if (COUNT < 1_000) return;
    for (const act of afterSaleActs) expect(outcomes.get(`${act} done`) ?? 0, act).toBeGreaterThan(0);
  }
);

test('carriers were sent to doors, came or not, and were called off again', async () => {
  const { rows } = await sql<{ state: string; n: number }>`select state, count(*)::int as n from return_pickup group by state`.execute(
    shop.db
  );
  const counted: Outcomes = new Map(rows.map(({ state, n }) => [`pick-ups ${state}`, n]));
  tellOutcomes(counted);
  if (COUNT < 1_000) return;
  for (const state of ['booked', 'failed', 'fetched', 'cancelled']) expect(counted.get(`pick-ups ${state}`) ?? 0, state).toBeGreaterThan(0);
});

test('the bank gave the share of each parcel once, and what the books say', async () => {
  const { rows } = await sql<{ n: number; sum: number }>`
    select count(*)::int as n, coalesce(sum(amount_minor), 0)::bigint as sum from payment_transaction
      where kind = 'capture' and state = 'succeeded' and amount_minor > 0`.execute(shop.db);
  const given = shop.bank.captures.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect([shop.bank.captures.length, given]).toEqual([rows[0]!.n, rows[0]!.sum]);
  expect(new Set(shop.bank.captures.map(({ key }) => key)).size).toBe(shop.bank.captures.length);
});

test('the bank was asked for each refund once, and has sent what the books say', async () => {
  const { rows } = await sql<{ n: number; sum: number }>`
    select count(*)::int as n, coalesce(sum(amount_minor), 0)::bigint as sum from refund where how = 'bank' and state = 'paid'`.execute(
    shop.db
  );
  // Late payments go back under a key of their own; what a bank refused is asked for again under the next one.
  const ids = new Set((await shop.db.selectFrom('refund').select('id').execute()).map(({ id }) => id));
  const idOf = (key: string): string => key.split(':')[1] ?? '';
  const ofRefunds = shop.bank.refunds.filter(({ key }) => ids.has(idOf(key)));
  const sent = ofRefunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect([ofRefunds.length, sent]).toEqual([rows[0]!.n, rows[0]!.sum]);
  expect(new Set(ofRefunds.map(({ key }) => idOf(key))).size).toBe(ofRefunds.length);
});

test('orders of customers with an account earned points, gave some back, let them go and had them spent, and some were forgiven', async () => {
  const { rows } = await sql<{ kind: string; n: number }>`
    select kind, count(*)::int as n from loyalty_entry group by kind
    union all select 'forgiven', count(*)::int from loyalty_entry where forgiven_delta > 0`.execute(shop.db);
  const counted: Outcomes = new Map(rows.map(({ kind, n }) => [`points ${kind}`, n]));
  tellOutcomes(counted);
  if (COUNT < 100) return;
  for (const kind of ['earned', 'lowered', 'spendable', 'spent']) expect(counted.get(`points ${kind}`) ?? 0, kind).toBeGreaterThan(0);
  if (COUNT >= 1_000) expect(counted.get('points forgiven') ?? 0).toBeGreaterThan(0);
});
