/** A rule that is published with each credit: which it was and what it gives, in minor units of its currency. */
export const LATE_CREDIT = { version: 'late-1', amountMinor: 20_000, currency: 'INR' } as const;

/** The rule of a promise that another system made: what it gives when it is late was settled there. */
export const IMPORTED_RULE = 'imported';

type Version = { ruleVersion: string; state: string; reason: string; deliverUntil: Date };

/** What went wrong with us, and not on the road: who is told a later day for such a reason need not wait for it to be true. */
const OURS: ReadonlySet<string> = new Set(['node-down', 'no-capacity', 'not-found', 'damaged', 'missed-pickup']);

/**
 * Whether a parcel's promise gives its shopper the credit: it came later than promised, or we moved it behind the first promise ourselves.
 * A day that the shopper chose is the first promise from then on; what was waived, or promised elsewhere, gives nothing.
 */
export function isCreditDue(versions: readonly Version[]): boolean {
  const from = Math.max(
    0,
    versions.findLastIndex(({ reason }) => reason === 'chosen')
  );
  const [first, ...later] = versions.slice(from);
  if (!first || first.ruleVersion === IMPORTED_RULE || versions.at(-1)?.state === 'waived') return false;
  return later.some(
    ({ state, reason, deliverUntil }) =>
      state === 'broken' || (state === 'revised' && OURS.has(reason) && deliverUntil > first.deliverUntil)
  );
}
