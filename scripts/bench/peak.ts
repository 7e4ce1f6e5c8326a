import { replayPeak } from './peak-replay.ts';
import type { Section } from './report.ts';
import { median } from './stats.ts';

const SEEDS = 20;
const AT_MOST = 0.5;

/** A sale that brings five times what a place can do, replayed with many seeds: how many orders are late in either order of work. */
export async function measurePeak(): Promise<Section> {
  const days = Array.from({ length: SEEDS }, (_, seed) => replayPeak(`peak ${seed}`));
  const [fifo, ours] = [days.map(({ late }) => late.firstInFirstOut), days.map(({ late }) => late.byPriority)];
  const range = (all: number[]): string => `${Math.min(...all)} to ${Math.max(...all)} over ${SEEDS} seeds`;
  return {
    name: 'peak',
    title: `a sale of five times what a place can do, ${median(days.map(({ orders }) => orders))} orders in a day`,
    figures: [
      { name: 'late, first in, first out', value: median(fifo), unit: 'orders', samples: SEEDS, note: range(fifo) },
      { name: 'late, in the order of the shop', value: median(ours), unit: 'orders', samples: SEEDS, note: range(ours) },
      { name: 'ratio', value: median(ours) / median(fifo), unit: '× first in, first out', goal: { atMost: AT_MOST } }
    ],
    remarks: ['simulated: who works there packs one parcel after the other; a quarter of the orders has two to four hours, half has days']
  };
}
