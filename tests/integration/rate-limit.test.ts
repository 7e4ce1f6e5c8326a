import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import type { RateLimit } from '#db/queries/rate-limits.ts';
import { limited } from '#lib/server/rate-limit.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';

const five: RateLimit = { name: 'test', limit: 5, seconds: 900 };
const start = Date.parse('2026-11-25T05:00:00Z');
let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());

/** Whether a use at this second is let through. */
const useAt = async (subject: string, second: number, limit = five, db = shop.db): Promise<boolean> => {
  try {
    await limited({ db, now: () => new Date(start + second * 1000) }, limit, subject);
    return true;
  } catch (fault) {
    expect(fault).toMatchObject({ name: 'Refusal', code: 'too-many-requests' });
    return false;
  }
};

test('five are let through, the sixth waits, and another subject is not concerned', async () => {
  const tries = [];
  for (let n = 0; n < 7; n++) tries.push(await useAt('asha', n));
  expect(tries).toEqual([true, true, true, true, true, false, false]);
  expect(await useAt('kabir', 7)).toBe(true);
});

test('two processes together let through what one would, however many ask at once', async () => {
  const other = connect(shop.url, { max: 8 });
  const tries = await Promise.all(Array.from({ length: 40 }, async (_, n) => useAt('rush', 0, five, n % 2 ? other : shop.db)));
  await other.destroy();
  expect(tries.filter(Boolean)).toHaveLength(5);
});

test('in no stretch of fifteen minutes are there more than five, however the tries fall', async () => {
  let subjects = 0;
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 6, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(gaps, async (waits) => {
      const subject = `walk-${(subjects += 1)}`;
      const letIn: number[] = [];
      let second = 0;
      for (const wait of waits) {
        second += wait;
        if (await useAt(subject, second)) letIn.push(second);
      }
      for (const from of letIn) expect(letIn.filter((at) => at >= from && at < from + five.seconds).length).toBeLessThanOrEqual(five.limit);
    }),
    { numRuns: 20 }
  );
});

test('the time to wait that is told is enough', async () => {
  const at = (second: number) => ({ db: shop.db, now: () => new Date(start + second * 1000) });
  for (const second of [0, 130, 300, 301, 302]) await limited(at(second), five, 'patient');
  const refused: unknown = await limited(at(400), five, 'patient').catch((fault: unknown) => fault);
  const wait = Number((refused as Error).message);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(five.seconds + 60);
  expect(await useAt('patient', 400 + wait)).toBe(true);
});

test('a use that is taken back does not count, and the last one leaves no row behind', async () => {
  const now = shop.now;
  for (let n = 0; n < 12; n++) {
    const forgive = await limited({ db: shop.db, now }, five, 'welcome');
    await forgive();
  }
  expect(await shop.db.selectFrom('rate_bucket').selectAll().where('subject', '=', 'welcome').execute()).toEqual([]);
});
