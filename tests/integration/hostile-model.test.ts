import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPoisonedWorld, talkBadly } from '../support/hostile-talks.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { TALK_NODE } from '../support/talks.ts';

/** `npm run support:hostile -- --through-model` asks for more of them, from another seed. */
const CALLS = Number(process.env['CALLS'] ?? 300);
const SEED = Number(process.env['SEED'] ?? 20_261_126);
const IN_ONE_WORLD = 100;

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  await aNode(shop.db, 'blr-indiranagar');
});
afterAll(() => shop.close());

test(
  `${CALLS} calls by models that call anything, or obey every sentence that they find: nothing happens, and nothing is said that no tool said`,
  { timeout: 3_600_000 },
  async () => {
    const outcomes = new Map<string, number>();
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
      for (const [what, times] of world.outcomes) outcomes.set(what, (outcomes.get(what) ?? 0) + times);
    }
    expect(made).toBeGreaterThanOrEqual(CALLS);
    expect(await brokenInvariants(shop.db)).toEqual([]);
    if (process.env['TELL'])
      console.log(
        [...outcomes]
          .map((one) => one.join(': '))
          .toSorted()
          .join('\n')
      );
    // What may be done was done: nothing here is a test of nothing.
    for (const what of ['confirm done', 'cancel needs_approval', 'cancel refused', 'order_status done', 'hand_over done'])
      expect(outcomes.get(what) ?? 0, what).toBeGreaterThan(0);
  }
);
