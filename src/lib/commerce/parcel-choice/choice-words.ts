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
  'no-capacity': 'The place that was to fill it has too much to do',
  'node-down': 'The place that was to fill it is shut'
};

/** Why it is asked, as a sentence; `where` names the place. */
export const unfilledWords = (reason: string, where = ''): string =>
  `${REASONS[reason] ?? 'We cannot fill it as you ordered it'}${where === '' ? '' : ` (${where})`}.`;
