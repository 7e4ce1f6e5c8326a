/** An amount in integer minor units (paise, cents) of its currency (ISO 4217). */
export type Money = { amount: number; currency: string };

/** Amounts are whole and exact: half a paisa, NaN or a sum beyond 2^53 is a fault of ours and throws. */
export function wholeMinor(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new Error(`money: ${amount} is no whole number of minor units`);
  return amount === 0 ? 0 : amount;
}

export function sumMinor(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum = wholeMinor(sum + wholeMinor(amount));
  return sum;
}

export function timesMinor(amount: number, quantity: number): number {
  return wholeMinor(wholeMinor(amount) * wholeMinor(quantity));
}

/** Adds amounts of one currency; two currencies in one sum are a fault. An empty sum needs to be told its currency. */
export function sumMoney(amounts: Iterable<Money>, currency: string): Money {
  let amount = 0;
  for (const money of amounts) {
    if (money.currency !== currency) throw new Error(`money: ${money.currency} added to ${currency}`);
    amount = sumMinor([amount, money.amount]);
  }
  return { amount, currency };
}

/**
 * Splits a total in proportion to the weights; the parts add up to the total exactly.
 * Units left over by rounding go to the largest remainders, ties to the earlier part. Equal weights when all are 0.
 */
export function splitMinor(total: number, weights: readonly number[]): number[] {
  if (weights.length === 0) throw new Error('money: nothing to split over');
  const whole = sumMinor(weights.map(positiveWeight));
  if (whole === 0)
    return splitMinor(
      total,
      weights.map(() => 1)
    );

  const shares = weights.map((weight, place) => share(Math.abs(wholeMinor(total)), { weight, whole, place }));
  const left = Math.abs(total) - sumMinor(shares.map(({ units }) => units));
  const luckiest = shares.toSorted((a, b) => (a.rest === b.rest ? a.place - b.place : a.rest > b.rest ? -1 : 1)).slice(0, left);
  for (const part of luckiest) part.units += 1;
  return shares.map(({ units }) => wholeMinor(total < 0 ? -units : units));
}

// BigInt, because total times weight may pass 2^53 although every part fits.
function share(total: number, part: { weight: number; whole: number; place: number }): { units: number; rest: bigint; place: number } {
  const product = BigInt(total) * BigInt(part.weight);
  return { units: Number(product / BigInt(part.whole)), rest: product % BigInt(part.whole), place: part.place };
}

function positiveWeight(weight: number): number {
  if (wholeMinor(weight) < 0) throw new Error(`money: a weight of ${weight}`);
  return weight;
}
