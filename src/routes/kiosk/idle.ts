/** After so long without a touch the screen is the next person's; for the last part of it they are asked. Milliseconds. */
const IDLE_MS = 60_000;
const ASK_MS = 15_000;

/** `left` is in whole seconds. */
export type Idle = { is: 'used' } | { is: 'asking'; left: number } | { is: 'over' };

export function idleAfter(ms: number): Idle {
  if (ms >= IDLE_MS) return { is: 'over' };
  if (ms < IDLE_MS - ASK_MS) return { is: 'used' };
  return { is: 'asking', left: Math.ceil((IDLE_MS - ms) / 1000) };
}
