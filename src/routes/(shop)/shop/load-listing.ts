import type { Facets, Shelf } from '#db/queries/catalog-facets.ts';
import { formatMoney } from '#lib/ui/money.ts';
import { dayText } from '#lib/ui/when.ts';
import { inSentence } from '#lib/commerce/catalog/countdown.ts';
import type { PromiseTable } from '#lib/commerce/catalog/promise-table.ts';
import { appliedFilters, readListing } from '#lib/commerce/catalog/listing-address.ts';
import { MOST_PAGES, PER_PAGE, type ListingQuery } from '#lib/commerce/catalog/listing-query.ts';
import { readCards } from '#lib/commerce/catalog/read-catalog.server.ts';
import { readFacets, readShelves } from '#lib/commerce/catalog/read-facets.server.ts';
import { searchGoods } from '#lib/commerce/catalog/search-goods.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { readPromises, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { postcodeFrom } from '#lib/server/postcode-cookie.ts';
import type { Shop } from '#lib/server/shop.ts';

type Asking = {
  url: URL;
  locals: { shop: Shop };
  cookies: Parameters<typeof postcodeFrom>[0];
};

const NEAR_STORES = 2;
const LOOKS_SHOWN = 24;
const money = (minor: number): string => formatMoney(minor, MARKET.currency);

/** Everything a listing shows: one page of goods, what can be filtered with how many each leaves, and what is filtered now. */
export async function loadListing({ url, locals: { shop }, cookies }: Asking, department?: string) {
  const query = readListing(url.searchParams, { department });
  const place = await readVisitorPlace(shop, postcodeFrom(cookies));
  const [found, table, shelves] = await Promise.all([searchGoods(shop, query), readPromises(shop, place), readShelves(shop)]);
  const stores = table.ways.filter(({ kind, collect }) => kind === 'store' && collect !== null).slice(0, NEAR_STORES);
  const nodeIds = [...new Set([...stores.map(({ nodeId }) => nodeId), ...(query.nodeId ? [query.nodeId] : [])])];
  const [{ cards, ways }, counts] = await Promise.all([
    readCards(shop, found.rows, { table, zone: MARKET.timeZone, looks: query.looks }),
    found.near === 'exact' ? readFacets(shop, found.asked, nodeIds) : undefined
  ]);
  const nameOf = (nodeId: string): string => table.ways.find((way) => way.nodeId === nodeId)?.name ?? nodeId;
  const store = query.nodeId && nameOf(query.nodeId);
  const names = { ...(store ? { store } : {}), ...shelfNames(shelves, query), money };
  return {
    cards,
    ways,
    near: found.near,
    corrected: found.corrected,
    total: found.total,
    isMore: found.isMore,
    page: query.page,
    pages: Math.min(MOST_PAGES, Math.max(1, Math.ceil(found.total / PER_PAGE))),
    text: query.search.text,
    chosen: chosenOf(query),
    applied: appliedFilters(url.searchParams, query, names),
    counts: counts && { ...shownCounts(counts, department !== undefined), stores: storeCounts(counts, nodeIds, table, shop.now()) }
  };
}

function chosenOf({ looks, sort, inStock, nodeId, shelf, department }: ListingQuery) {
  return { looks, sort, inStock, nodeId: nodeId ?? '', shelf: shelf ?? '', department: department ?? '' };
}

function shelfNames(shelves: Shelf[], { department, shelf }: ListingQuery): { shelf?: string; department?: string } {
  const here = shelves.find((one) => one.department === department);
  const found = shelves.find((one) => one.shelf === shelf && (department === undefined || one.department === department));
  return { ...(found ? { shelf: found.shelfName } : {}), ...(here ? { department: here.departmentName } : {}) };
}

/** Nearest first, each with the day on which what lies there can be collected. */
function storeCounts({ stores }: Facets, nodeIds: string[], { ways }: PromiseTable, now: Date) {
  return nodeIds.map((nodeId) => {
    const way = ways.find((one) => one.nodeId === nodeId);
    const day = way?.collect ? ` ${inSentence(dayText(way.collect.until, now, MARKET.timeZone))}` : '';
    return { nodeId, label: `Collect${day} at ${way?.name ?? nodeId}`, count: stores.find((one) => one.nodeId === nodeId)?.count ?? 0 };
  });
}

function shownCounts(counts: Facets, inDepartment: boolean) {
  return {
    departments: inDepartment ? [] : counts.departments,
    shelves: counts.shelves,
    looks: counts.looks.slice(0, LOOKS_SHOWN),
    bands: counts.bands.toSorted((a, b) => a.band - b.band),
    inStock: counts.inStock,
    isExact: counts.isExact
  };
}
