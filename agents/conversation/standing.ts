import { isDeepStrictEqual } from 'node:util';
import { isOwnCall } from '../models/embedded.ts';
import { toolCalled } from '../tools/all-tools.ts';
import { effectOf } from './effects.ts';
import type { Run, Step } from './run.ts';

export type Called = Pick<Step, 'id' | 'name' | 'args'>;

/**
 * The proposal of this turn that a call asks for once more. A model asks for the same when it says the same, with or without what goes without saying.
 * The embedded one goes on where another failed, and says the same wish in its own way: what stands on the card is told, not refused.
 */
export function standing({ steps }: Run, call: Called): Step | undefined {
  const step = steps.find(({ answer }) => answer.action);
  if (step?.name !== call.name) return undefined;
  const isTakenOver = isOwnCall(call.id) && !isOwnCall(step.id);
  return isDeepStrictEqual(read(call), read(step)) || (isTakenOver && isOfItsOrder(call, step)) ? step : undefined;
}

/** As the tool reads it: with its defaults. */
const read = ({ name, args }: Called): unknown => toolCalled(name)?.schema.safeParse(args).data;

/** It names no other. */
function isOfItsOrder(call: Called, step: Step): boolean {
  const named = orderIn(call);
  return named === undefined || named === orderIn(step) || named === effectOf<{ order?: string }>(step.answer).order;
}

const orderIn = (call: Called): string | undefined => (read(call) as { order?: string } | undefined)?.order;
