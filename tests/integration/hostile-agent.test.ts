import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aHostileWorld, behaveBadly } from '../support/hostile-agent.ts';
import { TOOLS } from '../support/hostile-calls.ts';
import { brokenInvariants } from '../support/invariants.ts';
import type { TestShop } from '../support/shop.ts';
import { TALK_NODE } from '../support/talks.ts';
import { tools } from '#agents/tools/all-tools.ts';
import { openTwoPlaces } from '../support/two-places.ts';
import { addOutcomes, tellOutcomes, type Outcomes } from '../support/outcomes.ts';

/** `npm run support:hostile` asks for more of them, from another seed. */
const CALLS = Number(process.env['CALLS'] ?? 2_000);
const SEED = Number(process.env['SEED'] ?? 20_261_126);
const AT_ONCE = 4;
/** In so many calls the rarest of what may be done is done. */
const ENOUGH = 2_000;
const MAY_BE = [
  'confirm done',
  'confirm refused',
  'confirm needs_approval',
  'cancel needs_approval',
  'back_in_stock needs_approval',
  'hand_over done'
];
/** What is cancelled and sent back is soon all there is: then the same goes on in a new world. */
const IN_ONE_WORLD = 125;

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces(TALK_NODE);
});
afterAll(() => shop.close());

test('every tool is misused', () => {
  expect(tools.map(({ name }) => name).toSorted()).toEqual([...TOOLS].toSorted());
});

test(
  `${CALLS} calls of any tool with any arguments, and presses of any button, by anybody: nothing happens that its owner has not confirmed`,
  { timeout: 3_600_000 },
  async () => {
    const outcomes: Outcomes = new Map();
    const worlds = Array.from({ length: Math.ceil(CALLS / IN_ONE_WORLD) }, (_, n) => `${SEED}/${n}`).values();
    const line = async (): Promise<void> => {
      for (const seed of worlds) {
        const world = await aHostileWorld(shop, seed);
        await behaveBadly(world, IN_ONE_WORLD).catch((cause: unknown) => {
          throw new Error(`world of seed ${seed}`, { cause });
        });
        addOutcomes(outcomes, world.outcomes);
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, line));
    expect(ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toEqual([]);
    expect(await brokenInvariants(shop.db)).toEqual([]);

    // Each call and each press is one row, and what was withdrawn for another is one more.
    const all = [...outcomes.values()].reduce((sum, times) => sum + times, 0);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from support_audit where decision <> 'withdrawn'`.execute(shop.db);
    expect(rows[0]?.n).toBe(all);
    const kept = await sql<{ n: number }>`
      select count(*)::int as n from support_audit where arguments::text ~ '4111 ?1111' or length(arguments::text) > 12000`.execute(
      shop.db
    );
    expect(kept.rows[0]?.n).toBe(0);
    tellOutcomes(outcomes);
    // What may be done was done, or this would be a test of nothing: all of it in as many calls as always, so much of it in fewer.
    const seen = MAY_BE.filter((what) => outcomes.has(what));
    const enough = Math.ceil(MAY_BE.length * Math.min(1, CALLS / ENOUGH));
    expect(seen.length, `only ${seen.join(', ')}`).toBeGreaterThanOrEqual(enough);
  }
);
