import { handleByCode } from '#db/queries/catalog.ts';
import { countListed, listedByIds, listedPage, type ListedRow, type ListingAsked } from '#db/queries/catalog-listing.ts';
import { similarWords, whichFind, withAnyOf } from '#db/queries/catalog-search.ts';
import type { Db } from '#db/client.ts';
import type { Shop } from '#lib/server/shop.ts';
import { likeliest } from './closest-word.ts';
import { MOST_COUNTED, PER_PAGE, type ListingQuery } from './listing-query.ts';
import { matchAll, matchLiterally, matchWord, parseSearch, swapsOf, type SearchQuery, type SearchToken } from './search-query.ts';

type Reader = Pick<Shop, 'db'>;
type Page = { rows: ListedRow[]; total: number; isMore: boolean; asked: ListingAsked };

export type FoundGoods = Page & {
  /** What was looked for instead, when nothing was called what was typed: "brass lamp". */
  corrected: string | undefined;
  /** How far the rows are from what was asked: nothing fits and these fit without the filters, or in part, or are just liked. */
  near: 'exact' | 'without-filters' | 'some-words' | 'anything';
};

const CANDIDATES = 8;
const MOST_NEAR = 12;

/** One page of what the address asks for, else the nearest to it: a search never ends at nothing. */
export async function searchGoods({ db }: Reader, query: ListingQuery): Promise<FoundGoods> {
  const found = await pageOf(db, query, query.search);
  if (found.total > 0) return { ...found, corrected: undefined, near: 'exact' };
  const better = query.search.tokens.length > 0 ? await correctedSearch(db, query.search) : undefined;
  if (better) {
    const again = await pageOf(db, query, better);
    if (again.total > 0) return { ...again, corrected: better.text, near: 'exact' };
  }
  return { ...found, ...(await nearest(db, query, better ?? query.search)), corrected: undefined };
}

/** Whoever types a SKU or a barcode wants that thing. */
export async function findByCode({ db }: Reader, text: string): Promise<{ handle: string; variantId: string } | undefined> {
  const code = text.trim();
  return /^[A-Za-z0-9][A-Za-z0-9._-]{4,39}$/.test(code) && /\d|-/.test(code) ? handleByCode(db, code) : undefined;
}

async function pageOf(db: Db, query: ListingQuery, search: SearchQuery): Promise<Page> {
  const asked = { ...query, match: matchAll(search), literal: matchLiterally(search) };
  const [rows, counted] = await Promise.all([
    listedPage(db, asked, { limit: PER_PAGE, offset: (query.page - 1) * PER_PAGE, mostRanked: MOST_COUNTED }),
    countListed(db, asked, MOST_COUNTED + 1)
  ]);
  return { rows, total: Math.min(counted, MOST_COUNTED), isMore: counted > MOST_COUNTED, asked };
}

async function nearest(db: Db, query: ListingQuery, search: SearchQuery): Promise<Pick<FoundGoods, 'rows' | 'near'>> {
  const words = { looks: [], inStock: false, sort: 'relevance' as const, literal: matchLiterally(search) };
  const first = { limit: MOST_NEAR, offset: 0, mostRanked: MOST_COUNTED };
  const unfiltered = search.tokens.length === 0 ? [] : await listedPage(db, { ...words, match: matchAll(search) }, first);
  if (unfiltered.length > 0) return { rows: unfiltered, near: 'without-filters' };
  const some = await withAnyOf(db, search.tokens.map(matchWord), MOST_NEAR);
  if (some.length > 0) return { rows: await listedByIds(db, some), near: 'some-words' };
  const { department } = query;
  const liked = await listedPage(db, { ...words, match: undefined, ...(department === undefined ? {} : { department }) }, first);
  return { rows: liked.length > 0 ? liked : await listedPage(db, { ...words, match: undefined }, first), near: 'anything' };
}

/** Each word that nothing has is replaced by the likeliest one that something has; undefined when no word could be. */
async function correctedSearch(db: Db, search: SearchQuery): Promise<SearchQuery | undefined> {
  const finds = await whichFind(db, search.tokens.map(matchWord));
  const words = await Promise.all(
    search.tokens.map(async (token, place) => (finds[place] ? token.word : ((await meant(db, token)) ?? token.word)))
  );
  const text = words.join(' ');
  return text === search.tokens.map(({ word }) => word).join(' ') ? undefined : { ...parseSearch(text), price: search.price };
}

async function meant(db: Db, { spellings }: SearchToken): Promise<string | undefined> {
  for (const word of spellings) {
    const swapped = swapsOf(word);
    const which = await whichFind(
      db,
      swapped.map((swap) => `'${swap}':*`)
    );
    const close =
      swapped.find((_, place) => which[place]) ??
      likeliest(word, await similarWords(db, word, { limit: CANDIDATES, faint: false })) ??
      likeliest(word, await similarWords(db, word, { limit: CANDIDATES, faint: true }));
    if (close) return close;
  }
  return undefined;
}
