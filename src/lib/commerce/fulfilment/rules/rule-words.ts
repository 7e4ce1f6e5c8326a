import { formatMoney } from '#lib/ui/money.ts';
import { MARKET } from '../../stores/market.ts';
import type { Condition, RuleField, RuleTest } from './sourcing-rule.ts';

export const fieldWords: Record<RuleField, string> = {
  service: 'way of sending',
  country: 'country',
  postcode: 'postcode',
  units: 'number of units',
  valueMinor: 'worth of the goods',
  sizeClass: 'size',
  nodeId: 'place',
  nodeKind: 'kind of place',
  queueDepth: 'parcels waiting there',
  distanceMetres: 'distance',
  hour: 'hour there'
};

export const testWords: Record<RuleTest, string> = {
  is: 'is',
  isNot: 'is not',
  isOneOf: 'is one of',
  startsWith: 'begins with',
  lessThan: 'is less than',
  atMost: 'is at most',
  moreThan: 'is more than',
  atLeast: 'is at least'
};

const VALUE_WORDS: Record<string, string> = {
  standard: 'standard',
  express: 'express',
  same_day: 'same day',
  warehouse: 'a warehouse',
  dark_store: 'a dark store',
  store: 'a store',
  third_party: 'a partner'
};

/** What people type and read of a field, and how many of its own units that is: rupees and kilometres, not paise and metres. */
export const fieldUnits: Partial<Record<RuleField, { words: string; each: number }>> = {
  valueMinor: { words: '₹', each: 100 },
  distanceMetres: { words: 'km', each: 1000 }
};

/** "0.4 points for it": points below zero speak for a place. */
export function pointsWords(points: number): string {
  const size = Math.abs(points);
  return `${Number(size.toFixed(2))} ${size === 1 ? 'point' : 'points'} ${points < 0 ? 'for' : 'against'} it`;
}

/** "kind of place is a store". `nameOf` knows what places are called. */
export function conditionText({ field, test, value }: Condition, nameOf: (nodeId: string) => string): string {
  const values = Array.isArray(value) ? (value as readonly string[]) : [value as string | number];
  return `${fieldWords[field]} ${testWords[test]} ${values.map((one) => valueText(field, one, nameOf)).join(', ')}`;
}

function valueText(field: RuleField, value: string | number, nameOf: (nodeId: string) => string): string {
  if (field === 'nodeId') return nameOf(String(value));
  if (field === 'valueMinor') return formatMoney(Number(value), MARKET.currency);
  if (field === 'distanceMetres') return `${Number(value) / 1000} km`;
  if (field === 'hour') return `${value}:00`;
  return VALUE_WORDS[value] ?? String(value);
}
