import type { Verdict } from './cell-values.ts';
import { exactUnits, readDecimal, roundedUnits, times, type Decimal } from './decimal.ts';

/** How the amounts of a file become the shop's: their currency, and what a unit of a foreign one is worth in the shop's. */
export type FileMoney = {
  currency: string;
  shopCurrency: string;
  rates: ReadonlyMap<string, Decimal>;
  digitsOf: (currency: string) => number;
};

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

export function canBePaid(currency: string, money: FileMoney): boolean {
  return currency === money.shopCurrency || money.rates.has(currency);
}

/** An amount in minor units of the shop's own currency. Foreign amounts are rounded to the nearest minor unit. */
export function shopAmount(text: string, money: FileMoney, currency = money.currency): Verdict<number> {
  const digits = money.digitsOf(currency);
  const read = amountIn(text, currency, digits);
  if ('wrong' in read || currency === money.shopCurrency) return read;
  const rate = money.rates.get(currency);
  if (!rate) return { wrong: 'no_rate', message: noRate([currency], money) };
  return safe(roundedUnits(times({ units: BigInt(read.right), scale: digits }, rate), money.digitsOf(money.shopCurrency)));
}

/** An amount in minor units of its own currency: 25.5 in INR is 2550. */
export function amountIn(text: string, currency: string, digits: number): Verdict<number> {
  const decimal = readDecimal(text);
  if (!decimal)
    return { wrong: 'bad_number', message: 'Write the amount as a plain number with a point, as in 1499.50, without signs or separators.' };
  if (decimal.units < 0n) return { wrong: 'negative', message: 'An amount cannot be below zero.' };
  const units = exactUnits(decimal, digits);
  if (units === undefined) return { wrong: 'too_precise', message: `${currency} has ${digits} decimals; write no more than that.` };
  return safe(units);
}

export function noRate(currencies: string[], { shopCurrency }: FileMoney): string {
  return `The amounts are in ${currencies.join(' and ')} but the shop sells in ${shopCurrency}; give a rate, as in --rate ${currencies[0] ?? 'USD'}=84.2.`;
}

function safe(units: bigint): Verdict<number> {
  return units > MOST ? { wrong: 'bad_number', message: 'This amount is larger than any price can be.' } : { right: Number(units) };
}
