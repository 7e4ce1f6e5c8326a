import { productNow, productsByIds, stockOfProducts, type CardStock, type ProductNow } from '#db/queries/catalog.ts';
import type { ListedRow } from '#db/queries/catalog-listing.ts';
import { productPageNow, productPageText } from '#db/queries/product-page.ts';
import type { Db } from '#db/client.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { FitCount } from './fit-hint.ts';
import type { PromiseTable } from './promise-table.ts';
import { cardLine, cardWays, type CardData, type CardWay } from './card.ts';
import type { PictureData } from './picture-sources.ts';
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

/** A product with its price and stock of this moment, and what stands beside it. */
export type ReadPage = ReadProduct & { fit: FitCount[]; beside: Shelf };
/** Rows of goods, what the catalogue knows of them, and where they lie. */
type Shelf = { rows: ListedRow[]; products: ShopProduct[]; stock: CardStock[] };

/** What a product page shows of this moment, unread: equal texts mean that nothing of it changed. Undefined: not for sale. */
export async function readPageText({ db }: Pick<Shop, 'db'>, handle: string): Promise<string | undefined> {
  return handle.includes('\u0000') ? undefined : productPageText(db, handle);
}

/** Reads such a text, with all that the catalogue knows of the goods in it. */
export async function readPage({ db }: Pick<Shop, 'db'>, text: string): Promise<ReadPage | undefined> {
  const page = productPageNow(text);
  if (!page) return undefined;
  const { now, fit, near: rows, nearStock: stock } = page;
  const known = await cached(db, [now, ...rows]);
  const product = known.find(({ id }) => id === now.id);
  return product && { product, now, fit, beside: { rows, products: known, stock } };
}

export type Cards = { cards: CardData[]; ways: CardWay[] };
type Where = { table: PromiseTable; zone: string; looks?: string[] };

/** The cards of these rows in their order, each with one line about its stock for someone at that place. */
export async function readCards({ db, now }: Reader, rows: ListedRow[], where: Where): Promise<Cards> {
  const ids = rows.map(({ id }) => id);
  const [products, stock] = await Promise.all([cached(db, rows), stockOfProducts(db, ids)]);
  return cardsOf({ rows, products, stock }, where, now());
}

export function cardsOf({ rows, products, stock }: Shelf, { table, zone, looks = [] }: Where, now: Date): Cards {
  const ways = cardWays(table, now, zone);
  const byId = new Map(products.map((product) => [product.id, product]));
  const cards = rows.flatMap((row) => {
    const product = byId.get(row.id);
    if (!product) return [];
    const levels = stock.filter(({ productId }) => productId === row.id);
    const counted = product.variants.every((variant) => variant.counted);
    return [{ ...cardOf(product, row, looks), counted, line: cardLine(levels, ways, counted) }];
  });
  return { cards, ways };
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
    picture: wordless(pictures[first ?? -1]),
    second: wordless(pictures[second ?? -1]),
    looks: [...new Set(variants.map(({ options }) => lookOf(options)))].filter((look) => look !== ''),
    variantIds: variants.map((variant) => variant.id)
  };
}

/** The title stands beside the picture of a card and says the same. */
const wordless = (picture: PictureData | undefined): PictureData | undefined => picture && { ...picture, alt: '' };
