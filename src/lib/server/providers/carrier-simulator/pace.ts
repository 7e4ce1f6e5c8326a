import type { Scan } from './journey.ts';

/**
 * How carrier time becomes real time. A scan carries carrier time: a parcel promised for Thursday is handed over on
 * Thursday. Its news is posted earlier, when the demo's clock gets there, so carrier time may lie days ahead of the receipt.
 *
 * `speed`: carrier seconds that pass in one real second; 1 is the real world.
 * `journeySeconds`: the whole journey takes that long whatever its length. Each stretch gets a share by the square root of
 * its length, so that a night at the hub passes quickly and the last mile can still be watched.
 */
export type Pace = { speed: number } | { journeySeconds: number };

/** When the news of each scan is posted, in the order of the scans; the first one at once. */
export function postingTimes(scans: readonly Scan[], bookedAt: Date, pace: Pace): Date[] {
  const times = scans.map((scan) => scan.at.getTime());
  const start = bookedAt.getTime();
  const first = times[0] ?? start;
  if ('speed' in pace) return times.map((time) => new Date(start + (time - first) / pace.speed));

  const weights = times.map((time, index) => Math.sqrt(Math.max(time - (times[index - 1] ?? first), 0)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  let passed = 0;
  return weights.map((weight) => new Date(start + ((passed += weight) / whole) * pace.journeySeconds * 1000));
}
