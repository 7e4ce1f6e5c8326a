import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import { findReturn } from '#db/queries/returns.ts';
import { returnMachine, returnStates, type ReturnMove, type ReturnState } from '#lib/commerce/returns/return.machine.ts';
import { advance } from '#lib/kernel/advance.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { statusOf } from '#lib/server/refusal-to-http.ts';
import { aNode, asha, thePostcode } from '../support/makers.ts';
import { beginReturn, RETURN_ACTS, seenOf, type ReturnWalk } from '../support/return-walk.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, type Person } from '../support/staff.ts';

const HERE = 'blr-domlur';
const there = { ...asha, nodeId: HERE };

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
  manager = await aPerson(shop, 'manager');
});
beforeEach(() => shop.at(MORNING));
afterAll(() => shop.close());

/** The events of the chart, by the act that brings each about. Inspecting begins with the first unit graded, and settling follows the last. */
const EVENTS: Record<string, ReturnMove> = {
  approve: { type: 'approve' },
  decline: { type: 'decline' },
  cancel: { type: 'cancel' },
  expire: { type: 'expire' },
  label: { type: 'label' },
  'drop-at-store': { type: 'drop-at-store' },
  'first-scan': { type: 'first-scan' },
  accept: { type: 'accept' },
  'receive both': { type: 'receive', units: 2, isAll: false },
  'receive an empty box': { type: 'receive', units: 0, isAll: true },
  keep: { type: 'keep' },
  'grade one': { type: 'inspect' },
  'grade all': { type: 'grade', units: 2 },
  settle: { type: 'settle' },
  close: { type: 'close' }
};
const input = { announced: 2, received: 0, graded: 0, isAppealed: false };
const NOT_ACTS = new Set(['keep', 'settle']);

/** The names of the acts along each path, and the state it ends in. */
function pathsBy(way: typeof getSimplePaths | typeof getShortestPaths): { acts: string[]; end: ReturnState }[] {
  const nameOf = (event: ReturnMove) => Object.keys(EVENTS).find((name) => JSON.stringify(EVENTS[name]) === JSON.stringify(event))!;
  return way(returnMachine, { events: Object.values(EVENTS), input }).map(({ steps, state }) => ({
    // The first is the chart's own, which begins it.
    acts: steps.slice(1).map(({ event }) => nameOf(event)),
    end: state.value as ReturnState
  }));
}
/** With the last unit it is settled, in the same breath. */
const atRest = (state: ReturnState): ReturnState => (state === 'dispositioned' ? 'settled' : state);

async function walked(acts: readonly string[]): Promise<ReturnWalk> {
  const isKept = acts.includes('keep');
  const walk = await beginReturn({ shop, manager, there, nodeId: HERE }, isKept);
  // What may be kept is approved, kept and settled as it is asked for.
  for (const act of isKept ? acts.slice(2) : acts) if (!NOT_ACTS.has(act)) await RETURN_ACTS[act]!.run(walk);
  return walk;
}
const stateOf = async ({ returnId }: ReturnWalk) => (await findReturn(shop.db, returnId))!.state;

test('every path of the chart, walked in the database, ends where the chart says', async () => {
  const paths = pathsBy(getSimplePaths);
  const ends: [string, string][] = [];
  for (const { acts, end } of paths) ends.push([`${acts.join(' → ')}: ${atRest(end)}`, await stateOf(await walked(acts))]);
  expect(ends.filter(([path, state]) => !path.endsWith(`: ${state}`))).toEqual([]);
  expect(new Set(paths.map(({ end }) => end))).toEqual(new Set(returnStates));
}, 300_000);

/** What the chart says to an act in a state; nothing where it knows none of it. */
function dueIn(state: ReturnState, moves: readonly ReturnMove[], graded: number): boolean {
  const context = { ...input, received: 2, graded };
  try {
    moves.reduce((from, move) => advance(returnMachine, { state: from, context: move.type === 'receive' ? input : context }, move), state);
    return true;
  } catch (fault) {
    if (isRefusal(fault)) return false;
    throw fault;
  }
}

test.each(pathsBy(getShortestPaths).filter(({ end }) => end !== 'dispositioned'))(
  'in $end: whatever the chart does not know is refused as a conflict, with a code, and changes nothing',
  async ({ acts, end }) => {
    const walk = await walked(acts);
    expect(await stateOf(walk)).toBe(end);
    const tried: string[] = [];
    for (const [name, { moves, how, run }] of Object.entries(RETURN_ACTS)) {
      if (dueIn(end, moves(end), end === 'inspecting' ? 1 : 0)) continue;
      tried.push(name);
      const before = await seenOf(walk);
      const code = await run(walk).then(
        () => 'done' as const,
        (fault: unknown) => (isRefusal(fault) ? fault.code : Promise.reject(fault as Error))
      );
      expect([name, how, code === 'done' ? 'done' : statusOf(code)]).toEqual([name, how, how === 'asked' ? 409 : 'done']);
      expect([name, await seenOf(walk)]).toEqual([name, before]);
    }
    expect(tried.length).toBeGreaterThan(5);
  }
);
