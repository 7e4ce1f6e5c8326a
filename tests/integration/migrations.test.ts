import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '#db/migrate.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { openShop } from '../support/shop.ts';

test('a new shop has every table, an empty log and balanced books, and migrating again does nothing', async () => {
  const shop = await openShop();
  expect(await migrate(shop.db)).toEqual([]);
  expect(await shop.db.selectFrom('event').select('position').execute()).toEqual([]);
  expect(await brokenInvariants(shop.db)).toEqual([]);
  await shop.close();
});

test('a step whose name comes before one that was taken already is taken all the same', async () => {
  const shop = await openShop();
  const earlier = '2026-11-27-n-holds-locked-first';
  await sql`delete from kysely_migration where name = ${earlier}`.execute(shop.db);
  expect(await migrate(shop.db)).toEqual([earlier]);
  expect(await migrate(shop.db)).toEqual([]);
  await shop.close();
});
