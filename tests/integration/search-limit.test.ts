import { afterAll, beforeAll, expect, test } from 'vitest';
import { countSearch } from '#lib/server/search-limit.ts';
import { LIMITS } from '#lib/server/rate-limit.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const searches = async (times: number, who: { session?: string; address: string }) => {
  const all = await Promise.allSettled(Array.from({ length: times }, async () => countSearch(shop, 'search', who)));
  return all.filter(({ status }) => status === 'fulfilled').length;
};

test('one session searches sixty times a minute, wherever it comes from; others go on', async () => {
  expect(await searches(40, { session: 'one', address: '203.0.113.1' })).toBe(40);
  expect(await searches(40, { session: 'one', address: '203.0.113.2' })).toBe(20);
  expect(await searches(1, { session: 'other', address: '203.0.113.2' })).toBe(1);
  await expect(countSearch(shop, 'search', { session: 'one', address: '' })).rejects.toMatchObject({ code: 'too-many-requests' });
  await countSearch(shop, 'suggest', { session: 'one', address: '' });
  shop.at('2026-11-25T05:01:10Z');
  expect(await searches(1, { session: 'one', address: '' })).toBe(1);
});

test('without a session an address is counted, with room for all who share it', async () => {
  const { limit } = LIMITS.searchByAddress;
  expect(await searches(limit + 5, { address: '203.0.113.3' })).toBe(limit);
});

test('a counter that does not work stops nobody, and is reported', async () => {
  const faults: unknown[] = [];
  const broken = { ...shop, db: null as never, report: (fault: unknown) => void faults.push(fault) };
  await countSearch(broken, 'search', { address: '203.0.113.4' });
  expect(faults).toHaveLength(1);
});
