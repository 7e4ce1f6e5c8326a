import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import { takeMoreInCash } from '#lib/commerce/payments/take-more-in-cash.server.ts';
import { applyExchange, lapseExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { exchangeMachine, exchangeStates, type ExchangeMove } from '#lib/commerce/returns/exchange/exchange.machine.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { statusOf } from '#lib/server/refusal-to-http.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { exchangedOrders, type Bought } from '../support/exchanged-orders.ts';
import { asha, shopper } from '../support/makers.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
beforeEach(() => shop.at(MORNING));
afterAll(() => shop.close());

const { bought, exchange, takeBack, caseOf, totalOf, parcelsOf, typesOf, pay } = exchangedOrders(() => shop);

type Walk = Bought & { returnId: string };
const MOVES: ExchangeMove[] = (['confirm', 'pay', 'release', 'give-back'] as const).map((type) => ({ type }));

const lapse = async (walk: Walk): Promise<void> => {
  const now = shop.now();
  shop.at(new Date(now.getTime() + 3_600_000));
  await lapseWhatIsNotPaid(shop);
  await lapseExchange(shop, SYSTEM, walk);
  shop.at(now);
};
/** How each move of the chart comes about: what is asked for is refused where the chart does not know it, what a job or a sweep finds does nothing. */
const ACTS: Record<ExchangeMove['type'], { run: (walk: Walk) => Promise<unknown>; how: 'asked' | 'job' }[]> = {
  confirm: [],
  pay: [
    {
      how: 'asked',
      run: async (walk) => takeMoreInCash(shop, asha, { returnId: walk.returnId, seenMinor: 11_000, key: shop.newId() })
    },
    { how: 'job', run: async (walk) => applyExchange(shop, SYSTEM, walk) }
  ],
  release: [{ how: 'asked', run: async ({ returnId }) => takeBack(returnId) }],
  'give-back': [
    { how: 'asked', run: async (walk) => cancelReturn(shop, shopper, walk) },
    { how: 'job', run: lapse }
  ]
};

async function begin(costsMore: boolean): Promise<Walk> {
  const of = await bought({ priceMinor: costsMore ? 60_000 : 49_000 });
  return { ...of, returnId: (await exchange(of, costsMore ? 60_000 : 49_000)).returnId };
}

async function walked({ moves, costsMore }: { moves: readonly string[]; costsMore: boolean }): Promise<Walk> {
  const walk = await begin(costsMore);
  for (const [at, move] of moves.entries()) {
    if (move === 'pay') await pay(walk, walk.returnId).then(async () => applyExchange(shop, SYSTEM, walk));
    if (move === 'release') await takeBack(walk.returnId);
    // Before it was paid its time runs out; after that its shopper calls it off.
    if (move === 'give-back') await (moves[at - 1] === 'confirm' && costsMore ? lapse(walk) : cancelReturn(shop, shopper, walk));
  }
  return walk;
}

/** Beginning is of the chart itself. */
const pathsBy = (way: typeof getSimplePaths | typeof getShortestPaths, costsMore: boolean) =>
  way(exchangeMachine, { events: MOVES, input: { costsMore } })
    .map(({ steps, state }) => ({ costsMore, moves: steps.slice(1).map(({ event }) => event.type), end: state.value }))
    .filter(({ end }) => end !== 'asked');

test.each([...pathsBy(getSimplePaths, false), ...pathsBy(getSimplePaths, true)])(
  '$moves ($costsMore: costs more) ends in the database in $end',
  async ({ end, ...path }) => {
    const { returnId } = await walked(path);
    expect((await caseOf(returnId)).exchangeState).toBe(end);
  }
);

const seen = async (walk: Walk) => [await caseOf(walk.returnId), await totalOf(walk), await parcelsOf(walk), await typesOf(walk)];

const ends = [...pathsBy(getShortestPaths, false), ...pathsBy(getShortestPaths, true)];
test.each(ends)('$moves ($costsMore: costs more): what the chart does not know in $end changes nothing', async ({ end, ...path }) => {
  const walk = await walked(path);
  const known = new Set(Object.keys(exchangeMachine.states[end]?.config.on ?? {}));
  const strange = MOVES.filter(({ type }) => !known.has(type)).flatMap(({ type }) => ACTS[type]);
  for (const { how, run } of strange) {
    const before = await seen(walk);
    const code = await run(walk).then(
      () => 'done' as const,
      (fault: unknown) => (isRefusal(fault) ? fault.code : Promise.reject(fault as Error))
    );
    expect(code === 'done' ? 'done' : statusOf(code)).toBe(how === 'asked' ? 409 : 'done');
    expect(await seen(walk)).toEqual(before);
  }
});

test('the paths reach every state that is kept', () => {
  const all = [...pathsBy(getSimplePaths, false), ...pathsBy(getSimplePaths, true)].map(({ end }) => end);
  expect(new Set(['asked', ...all])).toEqual(new Set(exchangeStates));
});
