/** `due`: when it has to be ready or gone. `weight`: what being in time is worth, above 0. */
export type Waiting = { id: string; due: Date; weight: number };
export type Pace = { now: Date; /** How long one parcel takes the people there. */ minutesEach: number };

const WEIGHTS: Record<string, number> = { same_day: 4, express: 3, pickup: 3 };
const MEMBER_EXTRA = 1;

/** What it is worth that a parcel is in time: the hours-fast services most, and a customer with an account a little more. */
export const weightOf = ({ service, isMember }: { service: string; isMember: boolean }): number =>
  (WEIGHTS[service] ?? 2) + (isMember ? MEMBER_EXTRA : 0);

/**
 * The order to work in when there is more to do than time: first those that can all be in time, the one with the least time left on top; then
 * those that cannot. No other order has more weight in time: earliest due date first, and whenever one would be late, the lightest so far waits
 * (J. M. Moore 1968, for works of equal length). Ties go by id.
 */
export function inWorkOrder<T extends Waiting>(waiting: readonly T[], pace: Pace): T[] {
  const { inTime, late } = parted(waiting, pace);
  return [...inTime, ...late];
}

function parted<T extends Waiting>(waiting: readonly T[], { now, minutesEach }: Pace): { inTime: T[]; late: T[] } {
  const byDue = waiting.toSorted((a, b) => a.due.getTime() - b.due.getTime() || (a.id < b.id ? -1 : 1));
  const inTime: T[] = [];
  const late: T[] = [];
  for (const one of byDue) {
    inTime.push(one);
    if (now.getTime() + inTime.length * minutesEach * 60_000 <= one.due.getTime()) continue;
    const lightest = inTime.reduce((least, other) => (other.weight < least.weight ? other : least));
    inTime.splice(inTime.indexOf(lightest), 1);
    late.push(lightest);
  }
  return { inTime, late: late.toSorted((a, b) => a.due.getTime() - b.due.getTime() || (a.id < b.id ? -1 : 1)) };
}

type Parcel = { id: string; due: Date | null; service: string; isMember: boolean; state: string };
/** A day of people at a place, in minutes of work. */
const WORKING_MINUTES = 600;
const SOME_DAY = new Date(8.64e15);

/**
 * A place's queue: what somebody has in hand, then what waits, in the order to work in. `late`: how many of those that wait cannot be in time
 * whatever is done. What nobody planned has time.
 */
export function workQueue<T extends Parcel>(
  parcels: readonly T[],
  at: { now: Date; capacityPerDay: number }
): { queue: T[]; late: number } {
  const pace = { now: at.now, minutesEach: WORKING_MINUTES / Math.max(1, at.capacityPerDay) };
  const waiting = parcels.filter(({ state }) => state === 'released');
  const byId = new Map(waiting.map((parcel) => [parcel.id, parcel]));
  const { inTime, late } = parted(
    waiting.map(({ id, due, ...parcel }): Waiting => ({ id, due: due ?? SOME_DAY, weight: weightOf(parcel) })),
    pace
  );
  const ordered = [...inTime, ...late].flatMap(({ id }) => byId.get(id) ?? []);
  return { queue: [...parcels.filter(({ state }) => state !== 'released'), ...ordered], late: late.length };
}
