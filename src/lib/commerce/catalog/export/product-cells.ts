import {
  SHOP_LIST,
  type Attributes,
  type CatalogImage,
  type CatalogPrice,
  type CatalogProduct,
  type CatalogVariant
} from '../import/catalog-product.ts';
import { ONLY_NAME, ONLY_VALUE } from '../import/merge-options.ts';
import { folded, KEPT_COLUMNS, keptUnder, OPTION_COLUMNS, type ProductColumn } from '../import/product-columns.ts';

export type Writing = {
  /** The currency of costs. */
  shopCurrency: string;
  /** Minor units as a plain decimal number. */
  amount: (minor: number, currency: string) => string;
};

/** One row before its columns are put in order. Attributes go by their names without capitals. */
export type Cells = {
  columns: Partial<Record<ProductColumn, string>>;
  attributes: Attributes;
  prices: Record<string, { amount: string; compareAt: string }>;
};

const yes = (value: boolean): string => (value ? 'TRUE' : 'FALSE');

export function productCells({ columns, attributes }: Cells, product: CatalogProduct): void {
  Object.assign(columns, {
    title: product.title,
    descriptionHtml: product.descriptionHtml,
    vendor: product.vendor,
    category: product.category,
    productType: product.productType,
    tags: product.tags.join(', '),
    published: yes(product.published),
    status: product.status,
    giftCard: yes(product.kind === 'gift_card'),
    seoTitle: product.seoTitle,
    seoDescription: product.seoDescription,
    subtitle: product.subtitle,
    searchWords: product.searchWords.length === 0 ? '' : JSON.stringify(product.searchWords),
    sizeClass: product.sizeClass
  } satisfies Cells['columns']);
  const names = product.optionNames.length === 0 ? [ONLY_NAME] : product.optionNames;
  for (const [place, { name, linked }] of OPTION_COLUMNS.entries()) {
    columns[name] = names[place] ?? '';
    columns[linked] = product.optionLinked[place] ?? '';
  }
  setAttributes(attributes, product.attributes);
}

export function variantCells(
  { columns, attributes, prices }: Cells,
  variant: CatalogVariant,
  writing: Writing & { quantity: number | undefined }
): void {
  for (const [list, price] of Object.entries(variant.prices)) prices[list] = written(price, writing.amount);
  setAttributes(attributes, variant.attributes);
  Object.assign(columns, ownCells(variant), optionCells(variant), keptCells(attributes), {
    quantity: String(writing.quantity ?? ''),
    cost: variant.costMinor === null ? '' : writing.amount(variant.costMinor, writing.shopCurrency),
    price: prices[SHOP_LIST]?.amount ?? '',
    compareAt: prices[SHOP_LIST]?.compareAt ?? ''
  } satisfies Cells['columns']);
}

function ownCells(variant: CatalogVariant): Cells['columns'] {
  return {
    sku: variant.sku ?? '',
    barcode: variant.barcode ?? '',
    taxable: yes(variant.taxable),
    taxCode: variant.taxCode,
    tracker: variant.tracked ? 'shopify' : '',
    policy: variant.sellBeyondStock ? 'continue' : 'deny',
    grams: variant.weightGrams ?? '',
    weightUnit: variant.weightUnit,
    requiresShipping: yes(variant.requiresShipping),
    variantImage: variant.imageSrc ?? ''
  };
}

function optionCells({ options }: CatalogVariant): Cells['columns'] {
  const values = options.length === 0 ? [ONLY_VALUE] : options;
  return Object.fromEntries(OPTION_COLUMNS.map(({ value }, place) => [value, values[place] ?? '']));
}

function keptCells(attributes: Attributes): Cells['columns'] {
  return Object.fromEntries(KEPT_COLUMNS.map((column) => [column, attributes[folded(keptUnder(column))] ?? '']));
}

export function imageCells({ columns }: Cells, image: CatalogImage): void {
  columns.imageSrc = image.src;
  columns.imagePosition = String(image.position);
  columns.imageAlt = image.alt;
}

function setAttributes(cells: Attributes, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) cells[folded(name)] = value;
}

function written({ currency, amountMinor, compareAtMinor }: CatalogPrice, amount: Writing['amount']) {
  return { amount: amount(amountMinor, currency), compareAt: compareAtMinor === null ? '' : amount(compareAtMinor, currency) };
}
