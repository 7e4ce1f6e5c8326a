import type { SearchQuery } from './search-query.ts';

export const sorts = ['relevance', 'price', 'price-down', 'newest'] as const;
export type Sort = (typeof sorts)[number];

/** What a listing shows, as its address says it. Amounts are minor units; `looks` are lower-case colours or finishes. */
export type ListingQuery = {
  search: SearchQuery;
  department?: string;
  shelf?: string;
  looks: string[];
  minMinor?: number;
  maxMinor?: number;
  inStock: boolean;
  /** Only what lies on the shelves of this store. */
  nodeId?: string;
  sort: Sort;
  page: number;
};

export const PER_PAGE = 24;
/** As far as pages go. Whoever has come so far is better served by a filter, and no page costs more than the first by much. */
export const MOST_PAGES = 20;
/** Totals are counted exactly up to here, above it is "more than"; the nearest to words typed are looked for among so many, the first by rank. */
export const MOST_COUNTED = PER_PAGE * MOST_PAGES;
/** Counts beside filters look at this many things at most, the first in order of rank. */
export const FACET_SAMPLE = 240;

/** Edges of the price bands in minor units: up to the first, between two, above the last. */
export const BAND_EDGES = [100_000, 250_000, 500_000, 1_500_000] as const;
