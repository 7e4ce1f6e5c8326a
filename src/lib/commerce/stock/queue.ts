import { clockText, dateText, sameDay, type Instant } from '#lib/ui/when.ts';

/** How long somebody stands in line who nobody makes an offer. Milliseconds. */
export const WAITS_MS = 24 * 60 * 60_000;

/** `version` grows whenever somebody comes into the queue for a variant, leaves it or is made an offer. */
export type QueueSnapshot = { variantId: string; version: number; at: string };

/** The queue for the last units, as one cart sees it. ISO instants. */
export type QueueView = {
  /** What nobody has, and what is held for others with a clock. */
  free: number;
  held: number;
  /** When the first of those holds ends, if it is not kept by ordering. */
  heldUntil: string | null;
  /** How many stand in line. */
  waiting: number;
  /** What this cart may have of it already, or until when it keeps its place; null for whoever does not stand here. */
  mine: { state: 'offered'; until: string } | { state: 'waiting'; ahead: number; until: string } | null;
  /** An offer was made and is over. */
  missed: boolean;
  inCart: boolean;
};

export const mayJoin = ({ free, held, mine }: QueueView): boolean => mine === null && free === 0 && held > 0;

type Told = { now: Instant; zone: string };

/** "2 left, both held; the first until 2:07 pm." Empty where nothing is held. */
export function heldWords({ free, held, heldUntil }: QueueView, told: Told): string {
  if (held === 0) return '';
  const left = free + held;
  const until = heldUntil === null ? '' : whenText(heldUntil, told);
  if (left === 1) return `1 left, held until ${until}.`;
  if (free > 0) return `${left} left, ${held} held until ${until}.`;
  return `${left} left, ${held === 2 ? 'both' : 'all'} held; the first until ${until}.`;
}

/** Where one stands: "You are next." */
export function placeWords(ahead: number): string {
  if (ahead === 0) return 'You are next.';
  return ahead === 1 ? 'One stands before you.' : `${ahead} stand before you.`;
}

/** For whoever does not stand in line. */
export function lineWords(waiting: number): string {
  if (waiting === 0) return 'Nobody waits for it: you would be next.';
  return waiting === 1 ? 'One waits for it already.' : `${waiting} wait for it already.`;
}

/** With the day only where it is another one. */
export function whenText(at: Instant, { now, zone }: Told): string {
  return sameDay(at, now, zone) ? clockText(at, zone) : `${dateText(at, zone)}, ${clockText(at, zone)}`;
}
