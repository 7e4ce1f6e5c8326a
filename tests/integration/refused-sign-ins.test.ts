import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusedSignIns } from '#db/queries/refused-sign-ins.ts';
import { priceDifferences } from '#db/queries/till-sales.ts';
import { useCode } from '#lib/commerce/customers/use-code.server.ts';
import { settleTillSale } from '#lib/commerce/stock/settle-till-sale.server.ts';
import { customerWithPassword, signInWithPassword } from '#lib/server/sign-in.ts';
import { aVariant, shopper } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, outcomeOf, PASSWORD } from '#tests/support/staff.ts';

const HERE = 'blr-indiranagar';
const LONG_AGO = new Date(0);
let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());

test('shoppers who were not let in are counted by hour and reason, two at once as well, without a word of who it was', async () => {
  const rhea = await aPerson(shop, 'shopper');
  const wrong = { email: rhea.email, password: 'not this one', address: '203.0.113.7' };
  await Promise.all(Array.from({ length: 5 }, async () => outcomeOf(customerWithPassword(shop, wrong))));
  expect(await outcomeOf(customerWithPassword(shop, wrong))).toBe('too-many-requests');
  expect(await outcomeOf(useCode(shop, shopper, { code: '123456', browser: 'b'.repeat(22), address: '203.0.113.7' }))).toBe('code-wrong');
  const rows = await refusedSignIns(shop.db, LONG_AGO);
  const hour = new Date(Math.floor(shop.now().getTime() / 3_600_000) * 3_600_000);
  expect(rows).toEqual([
    { hour, way: 'code', code: 'code-wrong', tries: 1 },
    { hour, way: 'password', code: 'sign-in-refused', tries: 5 },
    { hour, way: 'password', code: 'too-many-requests', tries: 1 }
  ]);
  const kept = JSON.stringify(await shop.db.selectFrom('refused_sign_in').selectAll().execute());
  for (const word of [rhea.email, rhea.userId, '203.0.113']) expect(kept).not.toContain(word);
});

test('whoever gets in, and the staff, are not counted among them', async () => {
  const before = await refusedSignIns(shop.db, LONG_AGO);
  const priya = await aPerson(shop, 'shopper');
  await customerWithPassword(shop, { email: priya.email, password: PASSWORD, address: '203.0.113.8' });
  const asha = await aPerson(shop, 'associate', HERE);
  const wrong = { email: asha.email, password: 'not this one', address: '203.0.113.9', broughtAlong: null };
  expect(await outcomeOf(signInWithPassword(shop, wrong))).toBe('sign-in-refused');
  expect(await refusedSignIns(shop.db, LONG_AGO)).toEqual(before);
});

test('what a till charged without a network stands beside the price list where they differ, and nothing else does', async () => {
  const ravi = await aPerson(shop, 'associate', HERE);
  const sell = async (unitPriceMinor: number, receipt: number) => {
    const variantId = await aVariant(shop.db, { priceMinor: 50_000, stock: { [HERE]: 5 } });
    const line = { variantId, quantity: 2, unitPriceMinor };
    const sale = { id: crypto.randomUUID(), till: 'AB12', receipt, nodeId: HERE, soldBy: ravi.userId, madeAt: shop.now().toISOString() };
    return settleTillSale(shop, ravi, { ...sale, currency: 'INR', lines: [line], totalMinor: 2 * unitPriceMinor });
  };
  await sell(50_000, 1);
  const cheaper = await sell(45_000, 2);
  expect(await priceDifferences(shop.db, 10)).toEqual([
    {
      number: cheaper.number,
      nodeName: expect.any(String),
      soldBy: ravi.name,
      madeAt: shop.now(),
      currency: 'INR',
      paidMinor: 90_000,
      shopMinor: 100_000
    }
  ]);
});
