export type Spent = 'within' | 'over' | 'flood';

const EVENTS = 30;
const WINDOW_MS = 10_000;
/** Ten times too many is no impatient person. */
const FLOOD = 10;

/** How much one connection may say: 30 messages in each ten seconds (a fixed window from its first). Times in milliseconds. */
export function eventBudget(): (now: number) => Spent {
  let since = -Infinity;
  let used = 0;
  return (now) => {
    if (now - since >= WINDOW_MS) [since, used] = [now, 0];
    used += 1;
    if (used <= EVENTS) return 'within';
    return used <= EVENTS * FLOOD ? 'over' : 'flood';
  };
}
