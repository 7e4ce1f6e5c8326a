import { productNow, productsByIds, stockOfProducts, type ProductNow } from '#db/queries/catalog.ts';
import { neighbours, type ListedRow } from '#db/queries/catalog-listing.ts';
import type { Db } from '#db/client.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { PromiseTable } from './promise-table.ts';
import { cardLine, cardWays, type CardData, type CardWay } from './card.ts';
import { shopProduct, type ShopProduct } from './shop-product.ts';
import { VersionedCache } from './versioned-cache.ts';

type Reader = Pick<Shop, 'db' | 'now'>;

/** Some 4 kB each. */
const MOST_PRODUCTS = 3_000;
// A cache only, by database: whatever is lost with the process is read again, and a stamp tells what changed.
const caches = new WeakMap<object, VersionedCache<ShopProduct>>();

export type ReadProduct = { product: ShopProduct; now: ProductNow };

/** A product with its price and stock of this moment; undefined when it is not for sale under that handle. */
export async function readProduct({ db }: Pick<Shop, 'db'>, handle: string): Promise<ReadProduct | undefined> {
  // PostgreSQL has no text with a zero in it, and nothing of ours is called so.
  const now = handle.includes('\u0000') ? undefined : await productNow(db, handle);
  const [product] = now ? await cached(db, [now]) : [];
  return now && product ? { product, now } : undefined;
}

export type Cards = { cards: CardData[]; ways: CardWay[] };

/** The cards of these rows in their order, each with one line about its stock for someone at that place. */
export async function readCards(
  { db, now }: Reader,
  rows: ListedRow[],
  where: { table: PromiseTable; zone: string; looks?: string[] }
): Promise<Cards> {
  const [products, stock] = await Promise.all([
    cached(db, rows),
    stockOfProducts(
      db,
      rows.map(({ id }) => id)
    )
  ]);
  const ways = cardWays(where.table, now(), where.zone);
  const byId = new Map(products.map((product) => [product.id, product]));
  const cards = rows.flatMap((row) => {
    const product = byId.get(row.id);
    if (!product) return [];
    const levels = stock.filter(({ productId }) => productId === row.id);
    const counted = product.variants.every((variant) => variant.counted);
    return [{ ...cardOf(product, row, where.looks ?? []), counted, line: cardLine(levels, ways, counted) }];
  });
  return { cards, ways };
}

/** Things that stand near this one in the shop. */
export async function readNeighbours(reader: Reader, product: ShopProduct, where: { table: PromiseTable; zone: string }): Promise<Cards> {
  const rows = await neighbours(reader.db, { id: product.id, department: product.department.slug }, 4);
  return readCards(reader, rows, where);
}

/** What the catalogue knows of these, in their order. Those that are no longer for sale are missing. */
export async function readProducts({ db }: Pick<Shop, 'db'>, rows: ListedRow[]): Promise<{ product: ShopProduct; row: ListedRow }[]> {
  const byId = new Map((await cached(db, rows)).map((product) => [product.id, product]));
  return rows.flatMap((row) => {
    const product = byId.get(row.id);
    return product ? [{ product, row }] : [];
  });
}

export function forgetCatalogue({ db }: Pick<Shop, 'db'>): void {
  caches.get(db)?.drop();
}

async function cached(db: Db, wanted: { id: string; stamp: string }[]): Promise<ShopProduct[]> {
  const cache = caches.get(db) ?? new VersionedCache<ShopProduct>(MOST_PRODUCTS);
  caches.set(db, cache);
  const known = wanted.map(({ id, stamp }) => cache.get(id, stamp));
  const missing = wanted.filter((_, place) => known[place] === undefined).map(({ id }) => id);
  const read = (await productsByIds(db, missing)).map(shopProduct);
  for (const product of read) cache.set(product.id, product.stamp, product);
  return [...known.filter((product) => product !== undefined), ...read];
}

/** Shows the variant that was asked for: whoever filters by brass sees brass, and lands on brass. */
function cardOf(product: ShopProduct, row: ListedRow, looks: string[]): Omit<CardData, 'line' | 'counted'> {
  const { lookOption, variants, pictures, handle, id, title } = product;
  const lookOf = (options: string[]): string => (lookOption === undefined ? '' : (options[lookOption] ?? ''));
  const asked = looks.length === 0 ? undefined : variants.find(({ options }) => looks.includes(lookOf(options).toLowerCase()));
  const [first, second] = (asked ?? variants[0])?.pictures ?? [];
  return {
    id,
    href: `/product/${encodeURIComponent(handle)}${asked ? `?variant=${asked.slug}` : ''}`,
    title,
    minor: row.fromMinor,
    toMinor: row.toMinor,
    wasMinor: row.wasMinor,
    currency: row.currency,
    picture: first === undefined ? undefined : pictures[first],
    second: second === undefined ? undefined : pictures[second],
    looks: [...new Set(variants.map(({ options }) => lookOf(options)))].filter((look) => look !== ''),
    variantIds: variants.map((variant) => variant.id)
  };
}
