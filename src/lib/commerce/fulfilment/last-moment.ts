const MINUTE_MS = 60_000;

/**
 * The last whole minute before `end` up to which `holds` stays true, given that it is true at `from`, and once false stays false.
 * `end` itself when it never turns false.
 */
export function lastMoment(from: Date, end: Date, holds: (at: Date) => boolean): Date {
  if (holds(new Date(end.getTime() - 1))) return end;
  let good = from.getTime();
  let bad = end.getTime();
  while (bad - good > MINUTE_MS) {
    // On the grid of whole minutes, and strictly between the two.
    const middle = Math.ceil((good + bad) / 2 / MINUTE_MS) * MINUTE_MS;
    const probe = middle >= bad ? bad - MINUTE_MS : middle;
    if (holds(new Date(probe))) good = probe;
    else bad = probe;
  }
  return new Date(good);
}
