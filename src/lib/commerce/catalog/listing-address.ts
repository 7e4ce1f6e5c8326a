import { BAND_EDGES, MOST_PAGES, sorts, type ListingQuery, type Sort } from './listing-query.ts';
import { parseSearch } from './search-query.ts';

const SLUG = /^[a-z0-9-]{1,60}$/;
const MOST_LOOKS = 12;
const MINOR = 100;
const MOST_RUPEES = 10_000_000;

/**
 * What the address asks for. Never refuses: what cannot be read is left out, a page that is none is the first. `way` is what the path
 * says already. Price words of the search and the price fields both hold.
 */
export function readListing(parameters: URLSearchParams, way: { department?: string | undefined } = {}): ListingQuery {
  const search = parseSearch(parameters.get('q') ?? '');
  const department = way.department ?? slug(parameters.get('department'));
  const range = priceRange(parameters, search.price);
  return {
    search,
    ...optional('department', department),
    ...optional('shelf', slug(parameters.get('shelf'))),
    ...optional('minMinor', range.minMinor),
    ...optional('maxMinor', range.maxMinor),
    ...optional('nodeId', slug(parameters.get('at'))),
    looks: looksOf(parameters.getAll('colour')),
    inStock: parameters.get('stock') === 'in',
    sort: sortOf(parameters.get('sort')),
    page: pageOf(parameters.get('page'))
  };
}

/** The same address with some of it changed: undefined takes a field away, a list gives it several times. Always back to page one. */
export function changed(parameters: URLSearchParams, change: Record<string, string | string[] | undefined>): string {
  const next = new URLSearchParams([...parameters].filter(([name, value]) => value !== '' && name !== 'page' && !(name in change)));
  for (const [name, value] of Object.entries(change)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one) next.append(name, one);
  }
  const text = next.toString();
  return text === '' ? '?' : `?${text}`;
}

export function pageAddress(parameters: URLSearchParams, page: number): string {
  return changed(parameters, { page: page > 1 ? String(page) : undefined });
}

/** One filter that is on: what it says, and the address without it. */
export type Applied = { label: string; href: string };

/** The filters that are on, in the order of the form. `names` puts words to what the address only knows as slugs. */
export function appliedFilters(
  parameters: URLSearchParams,
  query: ListingQuery,
  names: { shelf?: string; store?: string; department?: string; money: (minor: number) => string }
): Applied[] {
  const without = (...fields: string[]): string => changed(parameters, Object.fromEntries(fields.map((field) => [field, undefined])));
  const colours = query.looks.map((look) => ({
    label: capital(look),
    href: changed(parameters, { colour: query.looks.filter((other) => other !== look) })
  }));
  const range = priceRange(parameters, {});
  return [
    ...(names.department && parameters.get('department') ? [{ label: names.department, href: without('department', 'shelf') }] : []),
    ...(query.shelf && names.shelf ? [{ label: names.shelf, href: without('shelf') }] : []),
    ...colours,
    ...(range.minMinor === undefined && range.maxMinor === undefined
      ? []
      : [{ label: rangeLabel(range, names.money), href: without('price', 'min', 'max') }]),
    ...(query.nodeId && names.store ? [{ label: `On the shelf at ${names.store}`, href: without('at') }] : []),
    ...(query.inStock ? [{ label: 'In stock', href: without('stock') }] : [])
  ];
}

export function rangeLabel({ minMinor, maxMinor }: { minMinor?: number; maxMinor?: number }, money: (minor: number) => string): string {
  if (minMinor === undefined) return `Up to ${money(maxMinor ?? 0)}`;
  return maxMinor === undefined ? `${money(minMinor)} and more` : `${money(minMinor)} to ${money(maxMinor)}`;
}

/** A price band as it stands in the address: "1000-2500", "15000-". */
export function bandValue(band: number): string {
  const [low, high] = [BAND_EDGES[band - 1], BAND_EDGES[band]];
  return `${(low ?? 0) / MINOR}-${high === undefined ? '' : high / MINOR}`;
}

export function bandRange(band: number): { minMinor?: number; maxMinor?: number } {
  const [low, high] = [BAND_EDGES[band - 1], BAND_EDGES[band]];
  return { ...optional('minMinor', low), ...optional('maxMinor', high) };
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function priceRange(parameters: URLSearchParams, said: { minMinor?: number; maxMinor?: number }): { minMinor?: number; maxMinor?: number } {
  const [bandMin, bandMax] = (parameters.get('price') ?? '').split('-');
  const lows = [said.minMinor, rupees(bandMin), rupees(parameters.get('min'))].filter((amount) => amount !== undefined);
  const highs = [said.maxMinor, rupees(bandMax), rupees(parameters.get('max'))].filter((amount) => amount !== undefined);
  const min = Math.max(0, ...lows);
  return {
    ...optional('minMinor', min > 0 ? min : undefined),
    ...optional('maxMinor', highs.length === 0 ? undefined : Math.min(...highs))
  };
}

function rupees(text: string | null | undefined): number | undefined {
  const plain = (text ?? '').replaceAll(/[,\s₹]/g, '');
  if (!/^\d{1,8}(\.\d+)?$/.test(plain)) return undefined;
  return Math.round(Math.min(Number(plain), MOST_RUPEES) * MINOR);
}

function slug(text: string | null): string | undefined {
  return text !== null && SLUG.test(text) ? text : undefined;
}

function looksOf(values: string[]): string[] {
  const looks = values.map((value) => value.trim().toLowerCase()).filter((value) => /^[^\p{Cc}\p{Cs}]{1,60}$/u.test(value));
  return [...new Set(looks)].slice(0, MOST_LOOKS);
}

function sortOf(text: string | null): Sort {
  return sorts.find((sort) => sort === text) ?? 'relevance';
}

function pageOf(text: string | null): number {
  const page = /^\d{1,6}$/.test(text ?? '') ? Number(text) : 1;
  return Math.min(Math.max(1, page), MOST_PAGES);
}

// With exactOptionalPropertyTypes an absent field is absent, not undefined.
function optional<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}
