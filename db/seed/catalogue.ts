import type { Insertable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../client.ts';
import type { PriceTable, ProductImageTable, ProductTable, VariantTable } from '../schema/catalogue.ts';
import { departments, type SeedPicture, type SeedProduct, type SeedVariant } from './goods.ts';

const CURRENCY = 'INR';
const COMBINING = /[\u0300-\u036f]/g;
const NO_WORD = /[^\p{L}\p{M}\p{N}]+/gu;

/** @returns the new variants' ids by SKU */
export async function insertGoods(tx: Tx, goods: SeedProduct[]): Promise<Map<string, string>> {
  const made = goods.map((product) => ({ product, id: uuidv7() }));
  const sold = made.flatMap(({ product, id }) =>
    product.variants.map((variant, place) => ({ product, productId: id, variant, place, id: uuidv7() }))
  );
  await tx
    .insertInto('product')
    .values(made.map(({ product, id }) => productRow(id, product)))
    .execute();
  await tx
    .insertInto('product_image')
    .values(made.flatMap(({ product, id }) => imageRows(id, product)))
    .execute();
  await tx.insertInto('variant').values(sold.map(variantRow)).execute();
  await tx
    .insertInto('price')
    .values(sold.map(({ id, variant }) => priceRow(id, variant)))
    .execute();
  return new Map(sold.map(({ id, variant }) => [variant.sku, id]));
}

/** All words somebody may look for, in lower case and without accents. SKUs are looked up by themselves. */
function searchText(product: SeedProduct): string {
  const options = product.variants.flatMap((variant) => variant.options);
  const said = [product.title, product.subtitle, ...product.category, ...product.tags, ...new Set(options), ...product.searchWords];
  return said.join(' ').normalize('NFKD').replace(COMBINING, '').normalize('NFC').toLowerCase().replace(NO_WORD, ' ').trim();
}

function productRow(id: string, product: SeedProduct): Insertable<ProductTable> {
  return {
    id,
    handle: product.handle,
    title: product.title,
    subtitle: product.subtitle,
    description_html: product.description.split('\n\n').map(paragraph).join(''),
    vendor: 'mez',
    product_type: product.category.at(-1) ?? '',
    category: product.category.join(' > '),
    tags: product.tags,
    size_class: product.sizeClass,
    option_names: product.optionNames,
    attributes: JSON.stringify(Object.fromEntries(product.facts.map(({ label, value }) => [factHeader(label), value]))),
    search_words: product.searchWords,
    search_text: searchText(product),
    rank: rankOf(product),
    import_id: null
  };
}

/** Facts are metafields, as files of other shops write them: "Height (product.metafields.facts.height)". */
function factHeader(label: string): string {
  return `${label} (product.metafields.facts.${label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')})`;
}

/** The higher the earlier. Departments take turns, so that a first page shows some of each. */
function rankOf(product: SeedProduct): number {
  const turn = departments.findIndex(({ handle }) => handle === product.department);
  const place = departments[turn]?.entries.findIndex(({ handle }) => handle === product.handle) ?? 0;
  return 1000 - place * departments.length - turn;
}

function variantRow(sold: {
  id: string;
  productId: string;
  product: SeedProduct;
  variant: SeedVariant;
  place: number;
}): Insertable<VariantTable> {
  const [first] = sold.variant.pictures;
  return {
    id: sold.id,
    product_id: sold.productId,
    position: sold.place + 1,
    options: sold.variant.options,
    sku: sold.variant.sku,
    barcode: barcodeOf(sold.product, sold.place),
    weight_grams: sold.product.weightGrams,
    cost_minor: null,
    image_src: first === undefined ? null : pictureAt(first),
    import_id: null
  };
}

function priceRow(variantId: string, variant: SeedVariant): Insertable<PriceTable> {
  return { variant_id: variantId, currency: CURRENCY, amount_minor: variant.priceMinor, compare_at_minor: variant.compareAtMinor ?? null };
}

function imageRows(productId: string, product: SeedProduct): Insertable<ProductImageTable>[] {
  return inOrder(product.pictures).map(({ file, alt, width, height }, place) => ({
    id: uuidv7(),
    product_id: productId,
    position: place + 1,
    src: pictureAt(file),
    alt,
    width,
    height
  }));
}

/** Each variant's pictures together, its own first: the views that follow belong to it. */
function inOrder(pictures: SeedPicture[]): SeedPicture[] {
  const looks = [...new Set(pictures.map(({ variant }) => variant))];
  return looks.flatMap((look) => pictures.filter(({ variant }) => variant === look));
}

/** An EAN-13 of the range that shops may use within their own walls (20…): department, place on it, variant, check digit. */
function barcodeOf(product: SeedProduct, place: number): string {
  const turn = departments.findIndex(({ handle }) => handle === product.department) + 1;
  const entry = (departments[turn - 1]?.entries.findIndex(({ handle }) => handle === product.handle) ?? 0) + 1;
  const digits = `20${String(turn).padStart(3, '0')}${String(entry).padStart(4, '0')}${String(place + 1).padStart(3, '0')}`;
  const sum = Array.from(digits).reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const pictureAt = (file: string): string => `/goods/${file}`;
const paragraph = (text: string): string => `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`;
