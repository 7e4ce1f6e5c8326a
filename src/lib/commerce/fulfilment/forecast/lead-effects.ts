/** A mean in which what is older counts less, drawn towards nothing while little is known. */
type Mean = { weight: number; sum: number; at: number };

/**
 * How long a shipment takes, as the sum of what its place, lane and day add to what is usual, in whatever scale the caller measures. Each effect is the decayed
 * mean of what the ones before it left over, shrunk by `shrink` imagined shipments without any effect: a lane that was seen twice
 * says little, one that was seen a thousand times says all. Learnt one delivery after the other, never looking ahead.
 */
export type LeadEffects = {
  /** What is expected; undefined while nothing was learnt. */
  expect: (keys: readonly string[], at: number) => number | undefined;
  learn: (keys: readonly string[], took: number, at: number) => void;
};

type Options = { halfLifeMs: number; shrink: number };

export function leadEffects({ halfLifeMs, shrink }: Options): LeadEffects {
  const level: Mean = { weight: 0, sum: 0, at: 0 };
  const effects = new Map<string, Mean>();
  const decayed = (mean: Mean, at: number): number => 0.5 ** (Math.max(0, at - mean.at) / halfLifeMs);
  const shrunk = (mean: Mean | undefined, at: number): number => {
    if (!mean) return 0;
    const left = decayed(mean, at);
    return (mean.sum * left) / (mean.weight * left + shrink);
  };
  const add = (mean: Mean, value: number, at: number): void => {
    const left = decayed(mean, at);
    mean.weight = mean.weight * left + 1;
    mean.sum = mean.sum * left + value;
    mean.at = Math.max(at, mean.at);
  };

  return {
    expect(keys, at) {
      if (level.weight === 0) return undefined;
      return keys.reduce((sum, key) => sum + shrunk(effects.get(key), at), level.sum / level.weight);
    },
    learn(keys, took, at) {
      add(level, took, at);
      let rest = took - level.sum / level.weight;
      for (const key of keys) {
        const known = effects.get(key);
        const mean = known ?? { weight: 0, sum: 0, at };
        if (!known) effects.set(key, mean);
        const before = shrunk(mean, at);
        add(mean, rest, at);
        rest -= before;
      }
    }
  };
}
