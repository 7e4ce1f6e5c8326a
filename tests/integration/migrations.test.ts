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
