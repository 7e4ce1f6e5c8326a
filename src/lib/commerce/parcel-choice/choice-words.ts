import { bringTime, collectTime } from '../catalog/board-words.ts';
import { distanceText } from '#lib/ui/distance.ts';
import type { Instant } from '#lib/ui/when.ts';
import type { AskedChoice } from './read-choices.server.ts';

type Way = AskedChoice['ways'][number];
type Clock = { now: Instant; zone: string };

/** A way in words: what it is, when it is there, and what else speaks for it. */
export function wayWords(way: Way, { now, zone }: Clock): { label: string; big: string; small: string; note: string } {
  const time = way.kind === 'ship' ? bringTime(way, now, zone) : collectTime({ until: way.until }, now, zone);
  return { label: LABELS[way.kind](way), ...time, note: NOTES[way.kind](way) };
}

const LABELS: Record<Way['kind'], (way: Way) => string> = {
  collect: ({ nodeName }) => `Collect at ${nodeName}`,
  ship: () => 'Bring it to me',
  substitute: ({ options }) => `The same in ${options.join(', ') || 'another make'}`
};

const NOTES: Record<Way['kind'], (way: Way) => string> = {
  collect: ({ metres }) => (metres === null ? 'same price' : `${distanceText(metres)} away · same price`),
  ship: ({ parcels }) => (parcels > 1 ? `${parcels} parcels · at no charge` : 'at no charge'),
  substitute: ({ nodeName }) => `to collect at ${nodeName} · same price`
};

const REASONS: Record<string, string> = {
  'not-found': 'It was not found where it should lie',
  damaged: 'It was damaged where it lay',
  'no-capacity': 'There is too much to do there',
  'node-down': 'The place is shut'
};

/** Why it is asked: "It was not found where it should lie at Koramangala." */
export const askedWords = ({ reason, fromName }: AskedChoice): string => `${REASONS[reason] ?? 'It cannot be filled'} (${fromName}).`;
