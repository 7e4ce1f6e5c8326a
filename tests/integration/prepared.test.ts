import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const namedHere = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from pg_prepared_statements where name like 's%'`.execute(shop.db)).rows[0]!.n;

test('a statement that comes again is planned once, and its values are its own each time', async () => {
  const answers: number[] = [];
  for (let n = 0; n < 12; n++) {
    const { rows } = await sql<{ n: number }>`select ${n}::int + ${1}::int as n`.execute(shop.db);
    answers.push(rows[0]!.n);
  }
  expect(answers).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  expect(await namedHere()).toBeGreaterThan(0);
});

test('a table that gets another column while statements are prepared: whoever acts does not notice', async () => {
  await sql`create table shape (id int primary key)`.execute(shop.db);
  const read = async () =>
    inTransaction(shop, { actor: SYSTEM }, async (tx) => (await sql`select * from shape where id = ${1}`.execute(tx)).rows);
  for (let n = 0; n < 8; n++) expect(await read()).toEqual([]);
  await sql`alter table shape add column word text default 'new'`.execute(shop.db);
  await sql`insert into shape (id) values (1)`.execute(shop.db);
  for (let n = 0; n < 3; n++) expect(await read()).toEqual([{ id: 1, word: 'new' }]);
  await sql`drop table shape`.execute(shop.db);
});
