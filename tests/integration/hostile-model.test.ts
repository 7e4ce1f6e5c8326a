import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPoisonedWorld, talkBadly } from '../support/hostile-talks.ts';
import { brokenInvariants } from '../support/invariants.ts';
import type { TestShop } from '../support/shop.ts';
import { TALK_NODE } from '../support/talks.ts';
import { openTwoPlaces } from '../support/two-places.ts';
import { addOutcomes, tellOutcomes, type Outcomes } from '../support/outcomes.ts';

/** `npm run support:hostile -- --through-model` asks for more of them, from another seed. */
const CALLS = Number(process.env['CALLS'] ?? 300);
const SEED = Number(process.env['SEED'] ?? 20_261_126);
const IN_ONE_WORLD = 100;

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces(TALK_NODE);
});
afterAll(() => shop.close());

test(
  `${CALLS} calls by models that call anything, or obey every sentence that they find: nothing happens, and nothing is said that no tool said`,
  { timeout: 3_600_000 },
  async () => {
    const outcomes: Outcomes = new Map();
    let made = 0;
    const worlds = Array.from({ length: Math.ceil(CALLS / IN_ONE_WORLD) }, (_, n) => `model ${SEED}/${n}`).values();
    // Worlds take turns and not sides: what is counted besides orders belongs to all of them.
    for (const seed of worlds) {
      // oxlint-disable-next-line no-await-in-loop -- see above
      const world = await aPoisonedWorld(shop, seed);
      // oxlint-disable-next-line no-await-in-loop -- see above
      made += await talkBadly(world, IN_ONE_WORLD).catch((cause: unknown) => {
        throw new Error(`world of seed ${seed}`, { cause });
      });
      addOutcomes(outcomes, world.outcomes);
    }
    expect(made).toBeGreaterThanOrEqual(CALLS);
    expect(await brokenInvariants(shop.db)).toEqual([]);
    tellOutcomes(outcomes);
    // What may be done was done: nothing here is a test of nothing.
    for (const what of ['confirm done', 'cancel needs_approval', 'cancel refused', 'order_status done', 'hand_over done'])
      expect(outcomes.get(what) ?? 0, what).toBeGreaterThan(0);
  }
);
