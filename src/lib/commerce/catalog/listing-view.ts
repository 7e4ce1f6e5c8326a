import type { Applied } from './listing-address.ts';
import type { Sort } from './listing-query.ts';

type Count = { value: string; name: string; count: number };

/** What stands beside the filters: how many things each would leave. */
export type FilterCounts = {
  departments: Count[];
  shelves: Count[];
  looks: Count[];
  bands: { band: number; count: number }[];
  inStock: number;
  stores: { nodeId: string; label: string; count: number }[];
  isExact: boolean;
};

/** What is chosen now; an empty text is nothing. */
export type Chosen = { looks: string[]; sort: Sort; inStock: boolean; nodeId: string; shelf: string; department: string };

export type ListingState = {
  near: 'exact' | 'without-filters' | 'some-words' | 'anything';
  corrected: string | undefined;
  total: number;
  isMore: boolean;
  page: number;
  pages: number;
  text: string;
  chosen: Chosen;
  applied: Applied[];
  counts: FilterCounts | undefined;
};

export const sortNames: Record<Sort, string> = {
  relevance: 'Best first',
  price: 'Price, low to high',
  'price-down': 'Price, high to low',
  newest: 'Newest first'
};

/** "24 things", "1 thing", "more than 480 things". */
export function countText({ total, isMore }: Pick<ListingState, 'total' | 'isMore'>): string {
  if (isMore) return `More than ${total} things`;
  return total === 1 ? '1 thing' : `${total} things`;
}

/** Why the goods shown are not what was asked for; nothing when they are. */
export function nearText({ near, text }: Pick<ListingState, 'near' | 'text'>): string {
  switch (near) {
    case 'exact':
      return '';
    case 'without-filters':
      return 'Nothing fits all of these filters. Without them there is this:';
    case 'some-words':
      return `Nothing has all of the words “${text}”. These have some of them:`;
    case 'anything':
      return text === '' ? 'Nothing fits these filters. What others like:' : `Nothing here is called “${text}”. What others like:`;
  }
}
