import type { AnyStateMachine, ContextFrom, EventFromLogic, InputFrom, StateValueFrom } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { advance } from '#lib/kernel/advance.ts';
import { Refusal } from '#lib/kernel/refusal.ts';

type Trial<M extends AnyStateMachine> = { events: Record<string, EventFromLogic<M>>; context: ContextFrom<M> };

/** Every state tried with every event: where it leads, as {state: {event: next}}. What is refused is left out. */
export function movesOf<M extends AnyStateMachine>(machine: M, { events, context }: Trial<M>): Record<string, Record<string, string>> {
  const states = Object.keys(machine.states);
  return Object.fromEntries(states.map((state) => [state, movesFrom(machine, { state, context }, events)]));
}

function movesFrom<M extends AnyStateMachine>(
  machine: M,
  { state, context }: { state: string; context: ContextFrom<M> },
  events: Record<string, EventFromLogic<M>>
): Record<string, string> {
  const moves: Record<string, string> = {};
  for (const [name, event] of Object.entries(events)) {
    try {
      moves[name] = String(advance(machine, { state: state as StateValueFrom<M>, context }, event));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not-allowed') throw error;
    }
  }
  return moves;
}

/** The states that some walk from the start reaches, in the order of the alphabet. Each walk is also taken step by step through `advance`. */
export function statesReached<M extends AnyStateMachine>(machine: M, { events, context }: Trial<M>): string[] {
  const paths = getShortestPaths(machine, { events: Object.values(events), input: context as InputFrom<M> });
  const reached = paths.map((path) => {
    let state = String(machine.getInitialSnapshot({} as never, context as InputFrom<M>).value);
    for (const { event } of path.steps.filter((step) => step.event.type !== 'xstate.init')) {
      state = String(advance(machine, { state: state as StateValueFrom<M>, context }, event as EventFromLogic<M>));
    }
    return state;
  });
  return [...new Set(reached)].toSorted();
}
