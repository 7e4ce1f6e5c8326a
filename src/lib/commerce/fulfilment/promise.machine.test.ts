import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { judgePromise, promiseMachine, promiseStates, type PromiseMove } from './promise.machine.ts';

const context = { firstBy: '2026-11-26T14:30:00.000Z', lastBy: '2026-11-27T14:30:00.000Z' };
const events = {
  commit: { type: 'commit' },
  revise: { type: 'revise' },
  'fulfil(in time)': { type: 'fulfil', at: context.firstBy },
  'fulfil(late)': { type: 'fulfil', at: '2026-11-27T14:30:00.001Z' },
  waive: { type: 'waive' }
} satisfies Record<string, PromiseMove>;
const live = { revise: 'revised', 'fulfil(in time)': 'kept', 'fulfil(late)': 'broken', waive: 'waived' };

test('a promise moves as the table says and in no other way', () => {
  expect(movesOf(promiseMachine, { events, context })).toEqual({
    quoted: { commit: 'committed' },
    committed: live,
    revised: live,
    kept: {},
    broken: {},
    waived: {}
  });
});

test('every state of a promise is named and can be reached', () => {
  expect(statesReached(promiseMachine, { events, context })).toEqual([...promiseStates].toSorted());
});

test('a later date does not mend the first: between the two the promise is broken, and both verdicts are known', () => {
  const between = '2026-11-27T09:00:00.000Z';
  expect(movesOf(promiseMachine, { events: { fulfil: { type: 'fulfil', at: between } }, context })['revised']).toEqual({
    fulfil: 'broken'
  });
  expect(judgePromise(context, between)).toEqual({ first: false, last: true });
});

test('a date brought forward binds too', () => {
  const earlier = { firstBy: context.lastBy, lastBy: context.firstBy };
  const missed = { fulfil: { type: 'fulfil', at: context.lastBy } } satisfies Record<string, PromiseMove>;
  expect(movesOf(promiseMachine, { events: missed, context: earlier })['revised']).toEqual({ fulfil: 'broken' });
});
