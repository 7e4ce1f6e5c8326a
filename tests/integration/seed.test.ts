import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedWhenEmpty } from '#db/seed/seed.ts';
import { brokenInvariants } from '#tests/support/invariants.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';

let shop: TestShop;
let first: string[][];

beforeAll(async () => {
  shop = await openShop();
  // Two processes start at once: one fills the shop, the other waits and finds it full.
  const giftCards = [{ codeSeal: '0'.repeat(64), lastFour: '0300', amountMinor: 30_000 }];
  first = await Promise.all([1, 2].map(async () => seedWhenEmpty(shop.db, 'mez', giftCards)));
}, 60_000);
afterAll(() => shop.close());

const count = async (query: string): Promise<number> => {
  const { rows } = await sql.raw<{ n: number }>(`select count(*)::int as n from ${query}`).execute(shop.db);
  return rows[0]?.n ?? 0;
};

test('two that start at once fill the shop once, and a later start changes nothing', async () => {
  expect(first.filter((said) => said.length > 0)).toHaveLength(1);
  expect(await seedWhenEmpty(shop.db, 'mez')).toEqual([]);
  expect(await count(`stored_value v join stored_value_entry e on e.stored_value_id = v.id where v.balance_minor = 30000`)).toBe(1);
});

test('the demo shop has goods, variants, pictures and places to sell from', async () => {
  expect(await count('product')).toBeGreaterThanOrEqual(42);
  expect(await count('variant')).toBeGreaterThanOrEqual(149);
  expect(await count(`variant v where not exists (select from price p where p.variant_id = v.id and p.currency = 'INR')`)).toBe(0);
  expect(await count('variant where image_src is null or barcode is null or sku is null')).toBe(0);
  expect(
    await count('variant v where not exists (select from product_image i where i.product_id = v.product_id and i.src = v.image_src)')
  ).toBe(0);
  expect(await count('product where rank = 0')).toBe(0);
  expect((await shop.db.selectFrom('node').select(['kind']).execute()).map(({ kind }) => kind).toSorted()).toEqual([
    'dark_store',
    'store',
    'store',
    'store',
    'store',
    'warehouse',
    'warehouse'
  ]);
});

test('barcodes are EAN-13 with the right check digit, each once', async () => {
  const codes = (await shop.db.selectFrom('variant').select('barcode').execute()).map(({ barcode }) => barcode ?? '');
  expect(new Set(codes).size).toBe(codes.length);
  const wrong = codes.filter(
    (code) => Array.from(code).reduce((sum, digit, place) => sum + Number(digit) * (place % 2 ? 3 : 1), 0) % 10 !== 0
  );
  expect([wrong, codes.filter((code) => !/^\d{13}$/.test(code))]).toEqual([[], []]);
});

test('the books are right before anything was sold', async () => {
  expect(await brokenInvariants(shop.db)).toEqual([]);
  expect(await count('stock_movement')).toBe(await count('stock_level where on_hand > 0'));
});

test('some colours are sold out everywhere, some are low, and some shelves are empty', async () => {
  const soldOut = await sql<{ sku: string }>`
    select sku from variant v where not exists (select from stock_level l where l.variant_id = v.id and l.available > 0)`.execute(shop.db);
  expect(soldOut.rows.map(({ sku }) => sku)).toContain('MEZ-GUMBAD-CHALK');
  expect(soldOut.rows.length).toBeLessThan(8);
  expect(await count('(select variant_id from stock_level group by 1 having sum(greatest(0, available)) between 1 and 3)')).toBeGreaterThan(
    0
  );
  expect(await count(`stock_level l join node n on n.id = l.node_id where n.kind = 'store' and l.available = 0`)).toBeGreaterThan(20);
});

test('big goods are sold from warehouses only; what stands in a store is there to be looked at', async () => {
  const large = `stock_level l join node n on n.id = l.node_id join variant v on v.id = l.variant_id join product p on p.id = v.product_id
    where p.size_class = 'large'`;
  expect(await count(`${large} and n.kind <> 'warehouse' and l.available > 0`)).toBe(0);
  expect(await count(`${large} and n.kind = 'store' and l.unavailable = 1`)).toBeGreaterThan(3);
});

test('postcodes have positions in their own country and the cities that people ask for', async () => {
  expect(await count(`postcode where country = 'IN'`)).toBeGreaterThan(18_000);
  expect(await count(`postcode where country = 'US'`)).toBeGreaterThan(33_000);
  expect(await count(`postcode where country = 'IN' and not (lat between 6 and 38 and lng between 68 and 98)`)).toBe(0);
  expect(await count(`postcode where state = ''`)).toBeLessThan(200);
  const places = await shop.db
    .selectFrom('postcode')
    .select(['code', 'city', 'state'])
    .where('code', 'in', ['560038', '400050', '10001'])
    .orderBy('code')
    .execute();
  expect(places).toEqual([
    { code: '10001', city: '', state: 'NY' },
    { code: '400050', city: 'Mumbai', state: 'Maharashtra' },
    { code: '560038', city: 'Bengaluru', state: 'Karnataka' }
  ]);
});

test('the people of the demo shop sign in with hashed passwords and the associate belongs to a store', async () => {
  const people = await shop.db.selectFrom('app_user').select(['email', 'name', 'role', 'node_id', 'password_hash']).execute();
  expect(people.filter(({ password_hash }) => !password_hash?.startsWith('$argon2id$'))).toEqual([]);
  expect(people.find(({ email }) => email === 'asha@mez.example')).toMatchObject({
    name: 'Asha',
    role: 'associate',
    node_id: 'blr-indiranagar'
  });
});

test('an empty world knows where postcodes are and sells nothing', async () => {
  const other = await openShop();
  expect(await seedWhenEmpty(other.db, 'empty')).toEqual([expect.stringMatching(/postcodes$/)]);
  expect(await other.db.selectFrom('product').select('id').execute()).toEqual([]);
  await other.close();
}, 60_000);
