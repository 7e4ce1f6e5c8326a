import { sql } from 'kysely';
import type { PlannedImage, PlannedProduct, PlannedVariant } from '#lib/commerce/catalog/import/planned-product.ts';
import type { Db, Tx } from '../client.ts';

const SOME = 1_000;

/** The whole of these products, with the ids of their rows. Handles nobody has are missing. */
export async function productsByHandle(db: Db | Tx, handles: string[]): Promise<PlannedProduct[]> {
  const products: PlannedProduct[] = [];
  for (let from = 0; from < handles.length; from += SOME) products.push(...(await someProducts(db, handles.slice(from, from + SOME))));
  return products;
}

/** Products in the order of their handles, a thousand at a time, for whoever wants them all. */
export async function* allProducts(db: Db | Tx): AsyncGenerator<PlannedProduct[]> {
  for (let after = ''; ;) {
    const next = await db.selectFrom('product').select('handle').where('handle', '>', after).orderBy('handle').limit(SOME).execute();
    const last = next.at(-1);
    if (!last) return;
    yield await someProducts(
      db,
      next.map(({ handle }) => handle)
    );
    after = last.handle;
  }
}

async function someProducts(db: Db | Tx, handles: string[]): Promise<PlannedProduct[]> {
  const products = await db
    .selectFrom('product')
    .select(productColumns)
    .where('handle', '=', sql<string>`any (${handles}::text[])`)
    .orderBy('handle')
    .execute();
  const ids = products.map(({ id }) => id);
  const variants = Map.groupBy(await someVariants(db, ids), ({ productId }) => productId);
  const images = Map.groupBy(await someImages(db, ids), ({ productId }) => productId);
  return products.map((product) => ({
    ...product,
    variants: (variants.get(product.id) ?? []).map(({ variant }) => variant),
    images: (images.get(product.id) ?? []).map(({ image }) => image)
  }));
}

const productColumns = [
  'id',
  'handle',
  'title',
  'subtitle',
  'description_html as descriptionHtml',
  'vendor',
  'product_type as productType',
  'category',
  'tags',
  'status',
  'published',
  'kind',
  'size_class as sizeClass',
  'option_names as optionNames',
  'option_linked as optionLinked',
  'attributes',
  'seo_title as seoTitle',
  'seo_description as seoDescription',
  'search_words as searchWords'
] as const;

async function someVariants(db: Db | Tx, productIds: string[]): Promise<{ productId: string; variant: PlannedVariant }[]> {
  const prices = await pricesOf(db, productIds);
  const rows = await db
    .selectFrom('variant')
    .select([
      'product_id as productId',
      'id',
      'position',
      'options',
      'sku',
      'barcode',
      sql<string | null>`trim_scale(weight_grams)::text`.as('weightGrams'),
      'weight_unit as weightUnit',
      'tracked',
      'sell_beyond_stock as sellBeyondStock',
      'requires_shipping as requiresShipping',
      'taxable',
      'tax_code as taxCode',
      'cost_minor as costMinor',
      'image_src as imageSrc',
      'attributes'
    ])
    .where('product_id', '=', sql<string>`any (${productIds}::uuid[])`)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ productId, ...variant }) => ({ productId, variant: { ...variant, prices: prices.get(variant.id) ?? {} } }));
}

async function pricesOf(db: Db | Tx, productIds: string[]): Promise<Map<string, PlannedVariant['prices']>> {
  const rows = await db
    .selectFrom('price as p')
    .innerJoin('variant as v', 'v.id', 'p.variant_id')
    .select([
      'p.variant_id as variantId',
      'p.price_list as list',
      'p.currency',
      'p.amount_minor as amountMinor',
      'p.compare_at_minor as compareAtMinor'
    ])
    .where('v.product_id', '=', sql<string>`any (${productIds}::uuid[])`)
    .orderBy('p.price_list')
    .execute();
  const prices = new Map<string, PlannedVariant['prices']>();
  for (const { variantId, list, ...price } of rows) prices.set(variantId, { ...prices.get(variantId), [list]: price });
  return prices;
}

async function someImages(db: Db | Tx, productIds: string[]): Promise<{ productId: string; image: PlannedImage }[]> {
  const rows = await db
    .selectFrom('product_image')
    .select(['product_id as productId', 'id', 'position', 'src', 'alt'])
    .where('product_id', '=', sql<string>`any (${productIds}::uuid[])`)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ productId, ...image }) => ({ productId, image }));
}

/** Titles by handle, of the handles that lead on from these: lamp, lamp-2, lamp-3 … */
export async function titlesLike(db: Db | Tx, bases: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ handle: string; title: string }>`
    select handle, title from product where regexp_replace(handle, '-[0-9]+$', '') = any (${bases}::text[]) or handle = any (${bases}::text[])`.execute(
    db
  );
  return new Map(rows.map(({ handle, title }) => [handle, title]));
}

/** Which products use these SKUs. */
export async function handlesBySku(db: Db | Tx, skus: string[]): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('variant as v')
    .innerJoin('product as p', 'p.id', 'v.product_id')
    .select(['v.sku', 'p.handle'])
    .where('v.sku', '=', sql<string>`any (${skus}::text[])`)
    .orderBy('p.handle')
    .execute();
  const handles = new Map<string, Set<string>>();
  for (const { sku, handle } of rows) if (sku !== null) handles.set(sku, (handles.get(sku) ?? new Set<string>()).add(handle));
  return handles;
}
