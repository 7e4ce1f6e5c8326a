/** How far one shipment was from what was expected of it; `done` is false while it still travels and can only get later. */
export type Sighting = { distance: number; weight: number; done: boolean };

/**
 * How shipments spread around what is expected of them: the estimate of Kaplan and Meier (1958) with weights. Those that still travel
 * count as "later than that", so that a week in which nothing arrives is noticed before its parcels do.
 */
export type Spread = {
  /** The distance that a share of shipments does not exceed. */
  quantile: (share: number) => number;
  /** Which share arrives later than that. */
  later: (distance: number) => number;
  /** The weight of those that arrived. */
  known: number;
};

export function spreadOf(sightings: Sighting[]): Spread {
  const sorted = sightings.toSorted((a, b) => a.distance - b.distance || Number(b.done) - Number(a.done));
  const distances: number[] = [];
  const survival: number[] = [];
  let atRisk = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let left = 1;
  let known = 0;
  for (const { distance, weight, done } of sorted) {
    if (done) {
      left *= Math.max(0, 1 - weight / atRisk);
      known += weight;
      distances.push(distance);
      survival.push(left);
    }
    atRisk = Math.max(weight * 1e-9, atRisk - weight);
  }
  // The first place whose share of late ones is small enough.
  const firstWith = (most: number): number => {
    let [low, high] = [0, survival.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((survival[middle] ?? 0) <= most) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    quantile: (share) => distances[firstWith(1 - share + 1e-12)] ?? 0,
    later(distance) {
      let [low, high] = [0, distances.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((distances[middle] ?? 0) <= distance) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? 1 : (survival[low - 1] ?? 0);
    },
    known
  };
}
