import { warnOfActiveHtml } from './active-html.ts';
import type { Attributes } from './catalog-product.ts';
import { boolean, commaList, imageAddress, inGrams, shelfUnits, status, type Verdict } from './cell-values.ts';
import { readDecimal } from './decimal.ts';
import type { FileMoney } from './file-money.ts';
import { priceDrafts } from './foreign-prices.ts';
import { metafieldHeader } from './metafield-header.ts';
import type { ImageDraft, ProductDraft, VariantDraft } from './product-draft.ts';
import { given } from './product-row.ts';
import type { SpreeRow } from './spree-row.ts';
import { withoutTwins } from './variant-twins.ts';

/** Kept under their own names on each variant: sourcing will want the size of a parcel. */
const VARIANT_CELLS = ['width', 'height', 'depth', 'dimensions_unit'];

/** Joins the rows of one slug: the product, a row for each variant, and rows that give a variant's price in another currency. */
export function draftSpreeProduct(rows: [SpreeRow, ...SpreeRow[]], { kept, money }: { kept: string[]; money: FileMoney }): ProductDraft {
  const head = rows.find((row) => row.text('name') !== '') ?? rows[0];
  const optionRows = rows.filter((row) => row.numbered('option', '_value').length > 0);
  warnOfActiveHtml(head.text('description'), (finding) => head.warn({ ...finding, column: 'description' }));
  const variantRows = optionRows.length > 0 ? optionRows : [head];
  return {
    place: head.place,
    key: head.slug,
    handle: head.slug,
    title: head.text('name'),
    titleCameLate: false,
    fields: given({
      descriptionHtml: head.text('description'),
      productType: head.text('product_type'),
      category: head
        .text('category1')
        .split(/\s*->\s*/)
        .join(' > '),
      tags: commaList(head.text('tags')),
      status: head.read('status', status),
      seoTitle: head.text('meta_title'),
      seoDescription: head.text('meta_description')
    }),
    optionNames: variantRows[0]?.numbered('option', '_name') ?? [],
    attributes: cellsOf(head, 'product', kept),
    variants: withoutTwins(
      variantRows.map((row) => variantOf(row, { head, rows, money })),
      { product: head.slug, column: 'option1_value', log: head.log }
    ),
    images: imagesOf([head, ...optionRows])
  };
}

type Family = { head: SpreeRow; rows: SpreeRow[]; money: FileMoney };

function variantOf(row: SpreeRow, { head, rows, money }: Family): VariantDraft {
  const sku = row.text('sku');
  // The product's own row carries its parent's SKU and a price of 0: it prices nothing unless it is the only form.
  const priced = rows.filter((other) => other.text('price') !== '' && (other === row || (other !== head && other.text('sku') === sku)));
  const prices = priced.map((other) => ({
    currency: other.text('currency'),
    amount: other.text('price'),
    compareAt: other.text('compare_at_price')
  }));
  const draft: VariantDraft = {
    place: row.place,
    options: row.numbered('option', '_value'),
    fields: given({
      sku: sku === '' ? null : sku,
      tracked: row.read('track_inventory', boolean),
      sellBeyondStock: row.read('inventory_backorderable', boolean),
      weightUnit: row.text('weight') === '' ? undefined : row.text('weight_unit'),
      weightGrams: row.read('weight', (text) => weight(text, row.text('weight_unit'))),
      imageSrc: row === head ? undefined : imagesOf([row])[0]?.src
    }),
    attributes: cellsOf(
      row,
      'variant',
      VARIANT_CELLS.filter((column) => row.has(column))
    ),
    prices: priceDrafts(prices, money, ({ wrong, message }, value) => row.error({ code: wrong, message, column: 'price', value })),
    ...given({ quantity: row.read('inventory_count', shelfUnits) })
  };
  return draft;
}

function weight(text: string, unit: string): Verdict<string> {
  const decimal = readDecimal(text);
  const grams = decimal && inGrams(decimal, unit);
  if (!decimal || decimal.units < 0n) return { wrong: 'bad_number', message: 'Write the weight as a plain number with a point.' };
  return grams === undefined ? { wrong: 'bad_value', message: 'Write the weight in g, kg, oz or lb.' } : { right: grams };
}

/** `custom_field.custom.wattage` is kept as "Wattage (product.metafields.custom.wattage)", all others in the namespace `spree`. */
function cellsOf(row: SpreeRow, owner: 'product' | 'variant', columns: string[]): Attributes {
  return Object.fromEntries(
    columns.map((column) => {
      const [, namespace = 'spree', key = column] = /^custom_field\.([^.]+)\.(.+)$/.exec(column) ?? [];
      const words = key.replaceAll('_', ' ');
      return [metafieldHeader(owner, { label: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`, namespace, key }), row.text(column)];
    })
  );
}

function imagesOf(rows: SpreeRow[]): ImageDraft[] {
  const images: ImageDraft[] = [];
  for (const row of rows) {
    for (const src of row.numbered('image', '_src')) {
      const verdict = imageAddress(src);
      if ('wrong' in verdict) row.warn({ code: verdict.wrong, message: verdict.message, column: 'image1_src', value: src });
      else if (!images.some((image) => image.src === src)) images.push({ place: row.place, src });
    }
  }
  return images;
}
