import { createHash } from 'node:crypto';

/** A number in [0, 1) for a name: what happens to a parcel follows from its seed alone, in whatever order it is asked for. */
export type Draws = (name: string) => number;

export function drawsOf(seed: string): Draws {
  return (name) => createHash('sha256').update(`${seed}/${name}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

export function between(draw: number, low: number, high: number): number {
  return low + draw * (high - low);
}
