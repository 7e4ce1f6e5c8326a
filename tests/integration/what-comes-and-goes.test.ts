import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeAway, waitingInOutbox } from '#db/queries/outbox.ts';
import { countUse } from '#db/queries/rate-limits.ts';
import { readsOfAll } from '../support/reads.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** As autovacuum leaves it once all is told: no page, so that reading all of it seems to cost nothing. */
const emptied = async (table: 'outbox' | 'rate_bucket'): Promise<void> => {
  await sql`delete from ${sql.table(table)}`.execute(shop.db);
  await sql`vacuum analyze ${sql.table(table)}`.execute(shop.db);
};

test('the relay finds what waits by its place, also after a time in which nothing waited', async () => {
  await emptied('outbox');
  const before = await readsOfAll(shop.db, 'outbox');
  for (let look = 0; look < 8; look += 1) await waitingInOutbox(shop.db, 10);
  await expect(takeAway(shop.db, { positions: [1], token: 0 })).rejects.toThrow('the lease went to another holder');
  expect(await readsOfAll(shop.db, 'outbox')).toBe(before);
});

test('a try is counted by its name, also after a time in which nobody tried', async () => {
  await emptied('rate_bucket');
  const before = await readsOfAll(shop.db, 'rate_bucket');
  for (let n = 0; n < 8; n += 1) {
    expect(await countUse(shop.db, { name: 'quiet', subject: `caller ${n}`, limit: 1, seconds: 60, at: shop.now() })).toBe(0);
  }
  expect(await readsOfAll(shop.db, 'rate_bucket')).toBe(before);
});
