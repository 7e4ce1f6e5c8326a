import type { Shelf } from '#db/queries/catalog-facets.ts';
import { shelves } from '#db/queries/catalog-facets.ts';
import { commonWords, suggestedGoods, whichFind, type SuggestedRow } from '#db/queries/catalog-search.ts';
import type { Shop } from '#lib/server/shop.ts';
import { foldWords } from './fold.ts';
import { matchAll, parseSearch } from './search-query.ts';
import { NO_SUGGESTIONS, type Suggestions } from './suggestions.ts';

type Reader = Pick<Shop, 'db' | 'now'>;
type Words = { shelves: Shelf[]; words: string[] };

const MOST_GOODS = 6;
const MOST_SHELVES = 3;
const MOST_QUERIES = 3;
const MOST_TRIED = 8;
const MOST_WORDS = 1_500;
const WORDS_MS = 60_000;
/** Words of descriptions that nobody looks for. */
const FILLERS = new Set('and the for with that one two three each set from has its are into not this they when'.split(' '));

// A cache only, by database.
const kept = new WeakMap<object, { at: number; words: Promise<Words> }>();

/** Goods, shelves and ways to finish the last word. Two short statements at most, so that it keeps up with typing. */
export async function suggest(shop: Reader, typed: string): Promise<Suggestions> {
  const search = parseSearch(typed);
  const match = matchAll(search);
  if (match === undefined) return NO_SUGGESTIONS;
  const { shelves: all, words } = await readWords(shop);
  const folded = foldWords(search.text);
  const tries = completions(folded, words);
  const [goods, finds] = await Promise.all([
    suggestedGoods(shop.db, match, MOST_GOODS),
    whichFind(
      shop.db,
      tries.map((text) => matchAll(parseSearch(text)) ?? '')
    )
  ]);
  return {
    goods: goods.map(suggestedThing),
    shelves: matchingShelves(folded, all),
    queries: withoutPlurals(tries.filter((_, place) => finds[place])).slice(0, MOST_QUERIES)
  };
}

function suggestedThing({ handle, title, fromMinor, toMinor, currency, src }: SuggestedRow): Suggestions['goods'][number] {
  return { title, href: `/product/${encodeURIComponent(handle)}`, minor: fromMinor, isFrom: toMinor > fromMinor, currency, src };
}

/** Shelves and departments whose name has every word typed, by its beginning. */
function matchingShelves(folded: string, all: Shelf[]): Suggestions['shelves'] {
  const typed = folded.split(' ');
  const fits = (name: string): boolean => {
    const words = foldWords(name).split(' ');
    return typed.every((part) => words.some((word) => word.startsWith(part)));
  };
  const departments = [...new Map(all.map((shelf) => [shelf.department, shelf.departmentName]))];
  return [
    ...departments.filter(([, name]) => fits(name)).map(([slug, name]) => ({ name, within: '', href: `/shop/${slug}` })),
    ...all
      .filter(({ shelfName }) => shelfName !== '' && fits(shelfName))
      .map(({ shelfName, departmentName, department, shelf }) => ({
        name: shelfName,
        within: departmentName,
        href: `/shop/${department}?shelf=${shelf}`
      }))
  ].slice(0, MOST_SHELVES);
}

/** "brass la" may become "brass lamp": the words before stay, the last is finished. */
function completions(folded: string, words: string[]): string[] {
  const before = folded.split(' ');
  const last = before.pop() ?? '';
  if (last.length < 2) return [];
  const longer = words.filter((word) => word.length > last.length && word.startsWith(last) && !before.includes(word));
  return longer.slice(0, MOST_TRIED).map((word) => [...before, word].join(' '));
}

/** "tables" beside "table" would only lead to the same things. */
function withoutPlurals(texts: string[]): string[] {
  return texts.filter((text) => !(text.endsWith('s') && texts.includes(text.slice(0, -1))));
}

async function readWords({ db, now }: Reader): Promise<Words> {
  const at = now().getTime();
  const known = kept.get(db);
  if (known && at >= known.at && at - known.at < WORDS_MS) return known.words;
  const words = Promise.all([shelves(db), commonWords(db, MOST_WORDS)]).then(([all, common]) => ({
    shelves: all,
    words: common.filter((word) => !FILLERS.has(word))
  }));
  kept.set(db, { at, words });
  words.catch(() => kept.delete(db));
  return words;
}
