import { sql, type Insertable, type RawBuilder } from 'kysely';
import type { PlannedProduct, PlannedVariant } from '#lib/commerce/catalog/import/planned-product.ts';
import type { RowsToWrite } from '#lib/commerce/catalog/import/rows-to-write.ts';
import type { Tx } from '../client.ts';
import type { ProductTable, VariantTable } from '../schema/catalogue.ts';

/** Rows at a time: a statement of PostgreSQL takes 65,535 values. */
const SOME = 1_000;

async function inParts<T>(rows: T[], write: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += SOME) await write(rows.slice(from, from + SOME));
}

/** What an import never takes over from its own new row. */
const KEPT = new Set(['id', 'product_id', 'created_at']);

function overwritten(row: object = {}): Record<string, RawBuilder<never>> {
  const columns = Object.keys(row).filter((column) => !KEPT.has(column));
  return Object.fromEntries(columns.map((column) => [column, sql<never>`excluded.${sql.ref(column)}`]));
}

export type Writing = { importId: string; at: Date };

/** Everything of a plan, parents first. */
export async function writeCatalog(tx: Tx, rows: RowsToWrite, by: Writing): Promise<void> {
  await writeProducts(tx, rows.products, by);
  await writeVariants(tx, rows.variants, by);
  await removePrices(tx, rows.gonePrices);
  await writePrices(tx, rows.prices);
  await writeImages(tx, rows.images);
}

/** New products and changed ones alike, by their ids. Whoever keeps a copy sees by the version that something changed. */
async function writeProducts(tx: Tx, products: RowsToWrite['products'], by: Writing): Promise<void> {
  const rows = products.map(({ product, searchText }) => productRow(product, searchText, by));
  await inParts(rows, (some) =>
    tx
      .insertInto('product')
      .values(some)
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...overwritten(rows[0]), version: sql<number>`product.version + 1` }))
      .execute()
  );
}

function productRow(product: PlannedProduct, searchText: string, { importId, at }: Writing) {
  return {
    id: product.id,
    handle: product.handle,
    title: product.title,
    subtitle: product.subtitle,
    description_html: product.descriptionHtml,
    vendor: product.vendor,
    product_type: product.productType,
    category: product.category,
    tags: product.tags,
    status: product.status,
    published: product.published,
    kind: product.kind,
    size_class: product.sizeClass,
    option_names: product.optionNames,
    option_linked: product.optionLinked,
    attributes: JSON.stringify(product.attributes),
    seo_title: product.seoTitle,
    seo_description: product.seoDescription,
    search_words: product.searchWords,
    search_text: searchText,
    import_id: importId,
    created_at: at,
    updated_at: at
  } satisfies Insertable<ProductTable>;
}

async function writeVariants(tx: Tx, variants: RowsToWrite['variants'], by: Writing): Promise<void> {
  const rows = variants.map(({ productId, variant }) => variantRow(productId, variant, by));
  await inParts(rows, (some) =>
    tx
      .insertInto('variant')
      .values(some)
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...overwritten(rows[0]), version: sql<number>`variant.version + 1` }))
      .execute()
  );
}

function variantRow(productId: string, variant: PlannedVariant, { importId }: Writing) {
  return {
    id: variant.id,
    product_id: productId,
    position: variant.position,
    options: variant.options,
    sku: variant.sku,
    barcode: variant.barcode,
    weight_grams: variant.weightGrams,
    weight_unit: variant.weightUnit,
    tracked: variant.tracked,
    sell_beyond_stock: variant.sellBeyondStock,
    requires_shipping: variant.requiresShipping,
    taxable: variant.taxable,
    tax_code: variant.taxCode,
    cost_minor: variant.costMinor,
    image_src: variant.imageSrc,
    attributes: JSON.stringify(variant.attributes),
    import_id: importId
  } satisfies Insertable<VariantTable>;
}

async function writePrices(tx: Tx, prices: RowsToWrite['prices']): Promise<void> {
  const rows = prices.map(({ variantId, list, currency, amountMinor, compareAtMinor }) => ({
    variant_id: variantId,
    price_list: list,
    currency,
    amount_minor: amountMinor,
    compare_at_minor: compareAtMinor
  }));
  await inParts(rows, (some) =>
    tx
      .insertInto('price')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['variant_id', 'price_list']).doUpdateSet({
          currency: (eb) => eb.ref('excluded.currency'),
          amount_minor: (eb) => eb.ref('excluded.amount_minor'),
          compare_at_minor: (eb) => eb.ref('excluded.compare_at_minor')
        })
      )
      .execute()
  );
}

async function removePrices(tx: Tx, prices: RowsToWrite['gonePrices']): Promise<void> {
  if (prices.length === 0) return;
  await sql`
    delete from price p using jsonb_to_recordset(${JSON.stringify(prices)}::jsonb) as gone ("variantId" uuid, list text)
    where p.variant_id = gone."variantId" and p.price_list = gone.list`.execute(tx);
}

async function writeImages(tx: Tx, images: RowsToWrite['images']): Promise<void> {
  const rows = images.map(({ productId, image }) => ({
    id: image.id,
    product_id: productId,
    position: image.position,
    src: image.src,
    alt: image.alt,
    width: null,
    height: null
  }));
  await inParts(rows, (some) =>
    tx
      .insertInto('product_image')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ position: (eb) => eb.ref('excluded.position'), alt: (eb) => eb.ref('excluded.alt') })
      )
      .execute()
  );
}

/** Facts about variants that came with a stock file. */
export async function writeVariantAttributes(
  tx: Tx,
  variants: { id: string; attributes: Record<string, string> }[],
  by: Writing
): Promise<void> {
  if (variants.length === 0) return;
  await sql`
    update variant v set attributes = n.attributes, version = v.version + 1, import_id = ${by.importId}
    from jsonb_to_recordset(${JSON.stringify(variants)}::jsonb) as n (id uuid, attributes jsonb) where v.id = n.id`.execute(tx);
}
