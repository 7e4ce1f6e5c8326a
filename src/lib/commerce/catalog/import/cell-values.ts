import { MOST_UNITS } from '../../stock/stock-level.ts';
import { readDecimal, times, writeDecimal, type Decimal } from './decimal.ts';
import type { IssueCode } from './import-issue.ts';

/** What a cell says, or why it cannot mean that. */
export type Verdict<T> = { right: T } | { wrong: IssueCode; message: string };

const WEIGHT_UNITS = ['g', 'kg', 'oz', 'lb'] as const;
const LAST_POSITION = 1_000_000;
const STATUSES = ['draft', 'active', 'archived'] as const;

export function boolean(text: string): Verdict<boolean> {
  const word = text.toLowerCase();
  if (word === 'true') return { right: true };
  if (word === 'false') return { right: false };
  return { wrong: 'bad_value', message: 'Write TRUE or FALSE.' };
}

export const status = oneOf(STATUSES);
export const weightUnit = oneOf(WEIGHT_UNITS);
export const sizeClass = oneOf(['small', 'medium', 'large'] as const);

/** Both generations in one: `deny` and `continue` of the old column, yes and no of the new one. */
export function sellBeyondStock(text: string): Verdict<boolean> {
  const word = text.toLowerCase();
  if (word === 'continue' || word === 'true') return { right: true };
  if (word === 'deny' || word === 'false') return { right: false };
  return { wrong: 'bad_value', message: 'Write deny or continue.' };
}

/** Stock is counted for `shopify`, not for a blank cell; other services that count stock are unknown here. */
export function tracker(text: string): Verdict<boolean> {
  if (text.toLowerCase() === 'shopify') return { right: true };
  return { wrong: 'bad_value', message: 'Write shopify when stock is counted, or leave the cell blank when it is not.' };
}

export function grams(text: string): Verdict<string> {
  const decimal = readDecimal(text);
  if (!decimal) return { wrong: 'bad_number', message: 'Write the grams as a plain number with a point, as in 226.8.' };
  if (decimal.units < 0n) return { wrong: 'negative', message: 'A weight cannot be below zero.' };
  return { right: writeDecimal(decimal) };
}

export function position(text: string): Verdict<number> {
  const number = wholeNumber(text);
  if (number === undefined || number < 1 || number > LAST_POSITION)
    return { wrong: 'bad_number', message: 'Write the position as a whole number from 1 on.' };
  return { right: number };
}

/** Units of stock. Whether fewer than none is an error is the caller's business: a count may be told to take them for none. */
export function quantity(text: string): Verdict<number> {
  if (!readDecimal(text)) return { wrong: 'bad_number', message: 'Write the quantity as a whole number, as in 12.' };
  const number = wholeNumber(text);
  if (number === undefined || Math.abs(number) > MOST_UNITS) {
    return { wrong: 'bad_quantity', message: `Stock is counted in whole units, ${MOST_UNITS} on one shelf at most.` };
  }
  return { right: number };
}

/** What lies on a shelf of ours. */
export function shelfUnits(text: string): Verdict<number> {
  const units = quantity(text);
  if ('wrong' in units || units.right >= 0) return units;
  return { wrong: 'negative_on_hand', message: 'There cannot be fewer than 0 on the shelf; write 0.' };
}

/** Tags of one cell, each once, in their order. */
export function commaList(text: string): string[] {
  return [...new Set(text.split(',').map((one) => one.trim()))].filter((one) => one !== '');
}

/** A list whose members may hold commas: as JSON, `["one, two","three"]`. A plain comma list is understood as well. */
export function textList(text: string): Verdict<string[]> {
  if (!text.startsWith('[')) return { right: commaList(text) };
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((one): one is string => typeof one === 'string')) return { right: list };
  } catch {
    // No JSON: said below.
  }
  return { wrong: 'bad_value', message: 'Write a list as ["one","two"], or as words between commas.' };
}

/** A picture of another house by its address, or one of our own (`/goods/…`, as our exports name them). */
export function imageAddress(text: string): Verdict<string> {
  if (/^\/goods\/[\w./-]+$/.test(text) && !text.includes('..')) return { right: text };
  if (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text)) return { right: text };
  return { wrong: 'bad_image', message: 'The product goes in without this picture; give its full address, as in https://…' };
}

function wholeNumber(text: string): number | undefined {
  const decimal = readDecimal(text);
  const number = decimal?.scale === 0 ? Number(decimal.units) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function oneOf<const T extends string>(allowed: readonly T[]): (text: string) => Verdict<T> {
  return (text) => {
    const found = allowed.find((one) => one === text.toLowerCase());
    return found === undefined ? { wrong: 'bad_value', message: `Write one of: ${allowed.join(', ')}.` } : { right: found };
  };
}

const GRAMS_IN: Record<string, Decimal> = {
  g: { units: 1n, scale: 0 },
  kg: { units: 1000n, scale: 0 },
  oz: { units: 28_349_523_125n, scale: 9 },
  lb: { units: 45_359_237n, scale: 5 }
};

/** Any weight as exact grams: 19.8 lb is 8981.128926. Undefined for a unit we do not know. */
export function inGrams(amount: Decimal, unit: string): string | undefined {
  const each = GRAMS_IN[unit];
  return each && writeDecimal(times(amount, each));
}
