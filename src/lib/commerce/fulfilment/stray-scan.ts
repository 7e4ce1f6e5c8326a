/** Why news of a carrier is laid aside for a person to look at. The last three were taken as well: they need somebody all the same. */
export const strayReasons = [
  'number-unknown',
  'number-reused',
  'parcel-cancelled',
  'tracker-error',
  'voided-but-moving',
  'delivered-while-returning'
] as const;
export type StrayReason = (typeof strayReasons)[number];

/** Clocks of carriers and ours differ. What is older than that before a label was made was said of an earlier parcel with its number. */
const EARLIER_MS = 24 * 3_600_000;

/** Parts the news of a number from what was said of an earlier parcel that had it: carriers give their numbers again. */
export function partedByAge<T extends { occurredAt: Date }>(scans: readonly T[], since: Date): { ours: T[]; earlier: T[] } {
  const from = since.getTime() - EARLIER_MS;
  const ours = scans.filter(({ occurredAt }) => occurredAt.getTime() >= from);
  return { ours, earlier: scans.filter(({ occurredAt }) => occurredAt.getTime() < from) };
}

const SENTENCES: Record<StrayReason, string> = {
  'number-unknown': 'No parcel of ours has this number. Ask the carrier whose it is.',
  'number-reused': 'Some of this was said of an earlier parcel with the same number. It was left out.',
  'parcel-cancelled': 'Its parcel was cancelled, and it moves. Call the carrier and have it sent back.',
  'tracker-error': 'The carrier cannot follow it. Ask where it is.',
  'voided-but-moving': 'Its label was given back, and it moves. The carrier will charge it.',
  'delivered-while-returning': 'It was on its way back, and came to the door. Ask the shopper.'
};

/** What is wrong with it and what to do, for the office. */
export const strayWords = (reason: StrayReason): string => SENTENCES[reason];
