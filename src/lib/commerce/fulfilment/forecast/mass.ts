import { spreadOf, type Sighting } from './spread.ts';

/** How likely each whole number of steps is, from none on; they add up to one. */
export type Mass = readonly number[];

type Mixing = { places: number; prior: Mass; weight: number };

/** What was seen, each sighting up to the next whole step, mixed with `weight` imagined ones that are spread as `prior`. */
export function massOf(sightings: readonly Sighting[], { places, prior, weight }: Mixing): Mass {
  const imagined = prior
    .map((share, distance): Sighting => ({ distance, weight: weight * share, done: true }))
    .filter((one) => one.weight > 0);
  const seen = sightings.map((one) => ({ ...one, distance: Math.ceil(one.distance) }));
  const { later } = spreadOf([...seen, ...imagined]);
  const shares = Array.from({ length: places }, (_, step) => (step === 0 ? 1 : later(step - 1)) - later(step));
  // What nobody has seen the end of ends at the last that was seen at all (Efron 1967): nobody is promised a far end that none has reached.
  const last = Math.min(places - 1, Math.max(0, ...seen.map(({ distance }) => distance), ...imagined.map(({ distance }) => distance)));
  shares[last] = (shares[last] ?? 0) + later(places - 1);
  return shares;
}

/** Given shares at given steps; what lies beyond the last place is put there. */
export function likelyOf(places: number, shares: readonly (readonly [step: number, share: number])[]): Mass {
  const mass = Array.from({ length: places }, () => 0);
  for (const [step, share] of shares) {
    const place = Math.min(places - 1, step);
    mass[place] = (mass[place] ?? 0) + share;
  }
  return mass;
}

/** The sum of two that know nothing of each other, as long as the first. */
export function added(one: Mass, other: Mass): Mass {
  const sum = one.map(() => 0);
  for (const [left, share] of one.entries()) {
    if (share === 0) continue;
    for (const [right, its] of other.entries()) {
      if (its === 0) continue;
      const place = Math.min(sum.length - 1, left + right);
      sum[place] = (sum[place] ?? 0) + share * its;
    }
  }
  return sum;
}

/** The fewest steps that a share does not exceed. */
export function quantileOf(mass: Mass, share: number): number {
  let sum = 0;
  for (const [step, its] of mass.entries()) {
    sum += its;
    if (sum >= share - 1e-9) return step;
  }
  return mass.length - 1;
}
