/**
 * The columns of a Shopify product CSV by what they mean: the name that templates and exports used for years (generations
 * 1 and 2), and the name of the new template (generation 3). Capitals do not count, so many pairs look the same.
 */
const NAMES = {
  handle: ['Handle', 'URL handle'],
  title: ['Title', 'Title'],
  descriptionHtml: ['Body (HTML)', 'Description'],
  vendor: ['Vendor', 'Vendor'],
  category: ['Product Category', 'Product category'],
  productType: ['Type', 'Type'],
  tags: ['Tags', 'Tags'],
  published: ['Published', 'Published on online store'],
  status: ['Status', 'Status'],
  option1Name: ['Option1 Name', 'Option1 name'],
  option1Value: ['Option1 Value', 'Option1 value'],
  option1Linked: ['Option1 Linked To', 'Option1 Linked To'],
  option2Name: ['Option2 Name', 'Option2 name'],
  option2Value: ['Option2 Value', 'Option2 value'],
  option2Linked: ['Option2 Linked To', 'Option2 Linked To'],
  option3Name: ['Option3 Name', 'Option3 name'],
  option3Value: ['Option3 Value', 'Option3 value'],
  option3Linked: ['Option3 Linked To', 'Option3 Linked To'],
  sku: ['Variant SKU', 'SKU'],
  barcode: ['Variant Barcode', 'Barcode'],
  price: ['Variant Price', 'Price'],
  compareAt: ['Variant Compare At Price', 'Compare-at price'],
  cost: ['Cost per item', 'Cost per item'],
  taxable: ['Variant Taxable', 'Charge tax'],
  taxCode: ['Variant Tax Code', 'Tax code'],
  unitPriceTotal: ['Unit Price Total Measure', 'Unit price total measure'],
  unitPriceTotalUnit: ['Unit Price Total Measure Unit', 'Unit price total measure unit'],
  unitPriceBase: ['Unit Price Base Measure', 'Unit price base measure'],
  unitPriceBaseUnit: ['Unit Price Base Measure Unit', 'Unit price base measure unit'],
  tracker: ['Variant Inventory Tracker', 'Inventory tracker'],
  quantity: ['Variant Inventory Qty', 'Inventory quantity'],
  policy: ['Variant Inventory Policy', 'Continue selling when out of stock'],
  grams: ['Variant Grams', 'Weight value (grams)'],
  weightUnit: ['Variant Weight Unit', 'Weight unit for display'],
  requiresShipping: ['Variant Requires Shipping', 'Requires shipping'],
  fulfillmentService: ['Variant Fulfillment Service', 'Fulfillment service'],
  imageSrc: ['Image Src', 'Product image URL'],
  imagePosition: ['Image Position', 'Image position'],
  imageAlt: ['Image Alt Text', 'Image alt text'],
  variantImage: ['Variant Image', 'Variant image URL'],
  giftCard: ['Gift Card', 'Gift card'],
  seoTitle: ['SEO Title', 'SEO title'],
  seoDescription: ['SEO Description', 'SEO description'],
  subtitle: ['Subtitle (product.metafields.throughline.subtitle)', 'Subtitle (product.metafields.throughline.subtitle)'],
  searchWords: ['Search words (product.metafields.throughline.search_words)', 'Search words (product.metafields.throughline.search_words)'],
  sizeClass: ['Size class (product.metafields.throughline.size_class)', 'Size class (product.metafields.throughline.size_class)']
} as const satisfies Record<string, readonly [legacy: string, modern: string]>;

export type ProductColumn = keyof typeof NAMES;
/** Generation 1 is only read: it has no place for status and category, so nothing is written in it. */
export type Generation = 2 | 3;

export const PRODUCT_COLUMNS = Object.keys(NAMES) as ProductColumn[];

export function columnName(column: ProductColumn, generation: Generation): string {
  return NAMES[column][generation === 3 ? 1 : 0];
}

/** Headers are compared trimmed and without capitals. */
export const folded = (header: string): string => header.trim().toLowerCase();

/** One for each option a product may have. */
export const OPTION_COLUMNS = [
  { name: 'option1Name', value: 'option1Value', linked: 'option1Linked' },
  { name: 'option2Name', value: 'option2Value', linked: 'option2Linked' },
  { name: 'option3Name', value: 'option3Value', linked: 'option3Linked' }
] as const satisfies { name: ProductColumn; value: ProductColumn; linked: ProductColumn }[];

/** Columns that say something about one variant. A row that has none of them filled is no variant. */
export const VARIANT_COLUMNS = [
  'sku',
  'barcode',
  'price',
  'compareAt',
  'cost',
  'taxable',
  'taxCode',
  'unitPriceTotal',
  'unitPriceTotalUnit',
  'unitPriceBase',
  'unitPriceBaseUnit',
  'tracker',
  'quantity',
  'policy',
  'grams',
  'weightUnit',
  'requiresShipping',
  'fulfillmentService',
  'variantImage'
] as const satisfies ProductColumn[];

/** What the shop keeps for the next export but does not act on, by the header it is kept under. */
export const KEPT_COLUMNS = [
  'fulfillmentService',
  'unitPriceTotal',
  'unitPriceTotalUnit',
  'unitPriceBase',
  'unitPriceBaseUnit'
] as const satisfies ProductColumn[];

export const keptUnder = (column: (typeof KEPT_COLUMNS)[number]): string => columnName(column, 2);

/** Headers whose cells belong to a variant even on the first row of a product. */
export function isVariantHeader(header: string): boolean {
  return /^(variant |unit price |hs code$|coo$)|\(variant\.metafields\.[^()]+\)$/.test(folded(header));
}

/** Known to be of use elsewhere, kept without a word: `Google Shopping / …` and metafields. */
export function isKnownAttribute(header: string): boolean {
  return /^google shopping \/ |\((product|variant)\.metafields\.[^()]+\)$/.test(folded(header));
}
