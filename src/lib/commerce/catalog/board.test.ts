import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aCarrier, aStore, aWarehouse, bengaluru, delhi, jaipur } from '#tests/support/places.ts';
import { deliveryOptions } from '../fulfilment/delivery-options.ts';
import { deliveryRulesV1 as rules } from '../fulfilment/delivery-rules-v1.ts';
import { NO_RULES } from '../fulfilment/rules/sourcing-rule.ts';
import { pickupOptions } from '../fulfilment/pickup-options.ts';
import { isDead, promiseBoard, type BoardAsked } from './board.ts';
import { boardView } from './board-view.ts';
import { promiseTable } from './promise-table.ts';

const MORNING = new Date('2026-11-25T05:30:00Z');
const nodes = [
  aWarehouse(),
  aWarehouse({ id: 'hoskote', name: 'Hoskote', place: bengaluru }),
  aStore(),
  aStore({ id: 'jaipur', name: 'Jaipur', place: jaipur }),
  aStore({ id: 'shut', name: 'Shut', isUp: false })
];
const days = aCarrier;
const tableAt = (at: Date, position: typeof delhi | undefined, places = nodes) =>
  promiseTable({ nodes: places, position, country: 'IN', days, rules, at, ruled: { set: NO_RULES, postcode: '' } });
const lamp = { minor: 649_000, counted: true, size: 'medium' } as const;
const ask = (change: Partial<BoardAsked> = {}): BoardAsked => ({
  table: tableAt(MORNING, delhi),
  variant: lamp,
  levels: [{ nodeId: 'gurugram', available: 3 }],
  shownAt: [],
  currency: 'INR',
  rules,
  ...change
});

test('goods of a warehouse are brought, free above the limit, and faster for money', () => {
  const { bring, faster, collect } = promiseBoard(ask());
  expect(bring).toMatchObject({ service: 'standard', costMinor: 0 });
  expect(faster).toEqual([expect.objectContaining({ service: 'express', costMinor: 14_900 })]);
  expect(collect).toEqual({ dead: 'no-store-has-it' });
});

test('a store that has it is offered for collecting, unless the shopper chose one that has none', () => {
  const levels = [{ nodeId: 'connaught-place', available: 2 }];
  expect(promiseBoard(ask({ levels })).collect).toMatchObject({ nodeId: 'connaught-place' });
  expect(promiseBoard(ask({ levels, store: 'jaipur' })).collect).toEqual({ dead: 'not-there' });
  expect(promiseBoard(ask({ levels, store: 'nowhere' })).collect).toMatchObject({ nodeId: 'connaught-place' });
});

test('a piece on show can be seen where nothing can be bought', () => {
  const board = promiseBoard(ask({ levels: [{ nodeId: 'connaught-place', available: 0 }], shownAt: ['connaught-place'] }));
  expect(board).toMatchObject({ bring: { dead: 'sold-out' }, collect: { dead: 'no-store-has-it' }, see: { nodeId: 'connaught-place' } });
});

test('without a place nothing is promised to the door, but stores are named', () => {
  const board = promiseBoard(ask({ table: tableAt(MORNING, undefined), levels: [{ nodeId: 'jaipur', available: 1 }] }));
  expect(board).toMatchObject({ bring: { dead: 'unknown-postcode' }, collect: { nodeId: 'jaipur' } });
});

test('in words the board says what, when and at which cost, and why not', () => {
  const wording = { now: MORNING, zone: 'Asia/Kolkata', currency: 'INR', isLight: true };
  const here = boardView(
    promiseBoard(ask({ levels: [{ nodeId: 'connaught-place', available: 2 }], shownAt: ['connaught-place'] })),
    wording
  );
  expect(here).toMatchObject({
    bring: { label: 'Bring it to me', cost: 'Free', faster: expect.stringMatching(/^Or .+ for ₹/) },
    collect: { label: 'Collect at Connaught Place store', nodeId: 'connaught-place', time: { big: '30 min' } },
    see: { label: 'See it lit first', time: { big: 'Now' } }
  });
  const gone = boardView(promiseBoard(ask({ levels: [] })), wording);
  expect(gone).toMatchObject({ bring: { gone: 'None left anywhere just now.' }, see: { gone: 'It stands in no store just now.' } });
  expect(JSON.parse(JSON.stringify(gone))).toEqual(gone);
});

test('a shelf says when it was counted, and a store that misses things is asked for its last one only after that', () => {
  const missing = { missRate: 0.2 };
  const table = tableAt(
    MORNING,
    delhi,
    nodes.map((node) => (node.id === 'connaught-place' ? { ...node, ...missing } : node))
  );
  const levels = [{ nodeId: 'connaught-place', available: 1 }];
  expect(promiseBoard(ask({ table, levels })).collect).toEqual({ dead: 'no-store-has-it' });
  // Nobody else has it: then the books are believed.
  expect(promiseBoard(ask({ table, levels })).bring).toMatchObject({ service: 'standard' });
  const countedAt = { 'connaught-place': MORNING.toISOString() };
  const counted = promiseBoard(ask({ table, levels, ages: { 'connaught-place': 0 } }));
  const view = boardView(counted, { now: MORNING, zone: 'Asia/Kolkata', currency: 'INR', isLight: false, countedAt });
  expect(view.collect).toMatchObject({ hours: expect.stringMatching(/^counted this morning, /) });
  expect(view.stores.find(({ nodeId }) => nodeId === 'jaipur')?.hours).not.toContain('counted');
});

test('what is sold without counting comes from the nearest node whatever the shelf says', () => {
  expect(promiseBoard(ask({ variant: { ...lamp, counted: false }, levels: [] })).bring).toMatchObject({ service: 'standard' });
});

test('the board says what planning an order of one piece would decide', () => {
  const level = fc.integer({ min: -1, max: 3 });
  fc.assert(
    fc.property(
      fc.array(level, { minLength: 5, maxLength: 5 }),
      fc.constantFrom(delhi, jaipur, bengaluru),
      fc.integer({ min: 0, max: 14 * 24 * 60 }),
      fc.constantFrom('small', 'medium', 'large'),
      (amounts, position, minutes, size) => {
        const at = new Date(MORNING.getTime() + minutes * 60_000);
        const levels = nodes.map(({ id: nodeId }, place) => ({ nodeId, available: amounts[place] ?? 0 }));
        const available = (nodeId: string) => levels.find((one) => one.nodeId === nodeId)?.available ?? 0;
        const board = promiseBoard(ask({ table: tableAt(at, position), levels, variant: { ...lamp, size } }));
        const shared = { lines: [{ variantId: 'lamp', quantity: 1, size }], nodes, available, rules, at };
        const planned = deliveryOptions({
          ...shared,
          destination: { place: position, country: 'IN', calendar: days },
          carrier: days,
          currency: 'INR',
          goods: lamp.minor
        });
        const open = planned.flatMap((option) =>
          'plan' in option
            ? [
                {
                  service: option.service,
                  until: option.plan.deliverUntil.toISOString(),
                  orderBy: option.plan.orderBy.toISOString(),
                  costMinor: option.fee.amount
                }
              ]
            : []
        );
        const said = isDead(board.bring) ? [] : [board.bring, ...board.faster];
        for (const way of said)
          expect(open).toContainEqual({ service: way.service, until: way.until, orderBy: way.orderBy, costMinor: way.costMinor });
        expect(said.length > 0).toBe(open.length > 0);

        const [nearest] = pickupOptions({ ...shared, from: position });
        expect(isDead(board.collect) ? undefined : board.collect.nodeId).toBe(nearest?.nodeId);
      }
    ),
    { numRuns: 60 }
  );
});
