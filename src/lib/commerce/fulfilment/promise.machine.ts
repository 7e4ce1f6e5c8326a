import { setup } from 'xstate';

export const promiseStates = ['quoted', 'committed', 'revised', 'kept', 'broken', 'waived'] as const;
export type PromiseState = (typeof promiseStates)[number];

/** By when the first and the last version were promised, ISO. */
export type PromiseContext = { firstBy: string; lastBy: string };
export type PromiseMove = { type: 'commit' } | { type: 'revise' } | { type: 'fulfil'; at: string } | { type: 'waive' };

const live = {
  revise: 'revised',
  fulfil: [{ guard: 'inTime', target: 'kept' }, { target: 'broken' }],
  waive: 'waived'
} as const;

/** A promise over its versions. It is kept only when both the first and the last version were: a later date does not mend the first. */
export const promiseMachine = setup({
  types: { context: {} as PromiseContext, input: {} as PromiseContext, events: {} as PromiseMove },
  guards: {
    inTime: ({ context, event }) => {
      if (event.type !== 'fulfil') return false;
      const { first, last } = judgePromise(context, event.at);
      return first && last;
    }
  }
}).createMachine({
  id: 'promise',
  context: ({ input }) => input,
  initial: 'quoted',
  states: {
    quoted: { on: { commit: 'committed' } },
    committed: { on: live },
    revised: { on: live },
    kept: { type: 'final' },
    broken: { type: 'final' },
    waived: { type: 'final' }
  }
});

/** Was the goods' arrival (ISO) in time for the first and for the last version? Both rates are reported. */
export function judgePromise(promised: PromiseContext, at: string): { first: boolean; last: boolean } {
  return { first: Date.parse(at) <= Date.parse(promised.firstBy), last: Date.parse(at) <= Date.parse(promised.lastBy) };
}
