import type { Generation, ProductColumn } from '../import/product-columns.ts';

const OPTIONS: ProductColumn[] = [
  'option1Name',
  'option1Value',
  'option1Linked',
  'option2Name',
  'option2Value',
  'option2Linked',
  'option3Name',
  'option3Value',
  'option3Linked'
];

const LEGACY_VARIANT: ProductColumn[] = [
  'sku',
  'grams',
  'tracker',
  'quantity',
  'policy',
  'fulfillmentService',
  'price',
  'compareAt',
  'requiresShipping',
  'taxable',
  'barcode'
];
const UNIT_PRICE: ProductColumn[] = ['unitPriceTotal', 'unitPriceTotalUnit', 'unitPriceBase', 'unitPriceBaseUnit'];
const IMAGE: ProductColumn[] = ['imageSrc', 'imagePosition', 'imageAlt'];
const LEGACY_END: ProductColumn[] = ['giftCard', 'seoTitle', 'seoDescription', 'variantImage', 'weightUnit', 'taxCode', 'cost'];

/** The columns every file of a generation has, in the order its users know. */
export const EXPORT_ORDER: Record<Generation, ProductColumn[]> = {
  2: [
    'handle',
    'title',
    'descriptionHtml',
    'vendor',
    'category',
    'productType',
    'tags',
    'published',
    ...OPTIONS,
    ...LEGACY_VARIANT,
    ...UNIT_PRICE,
    ...IMAGE,
    ...LEGACY_END,
    'status'
  ],
  3: [
    'title',
    'handle',
    'descriptionHtml',
    'vendor',
    'category',
    'productType',
    'tags',
    'published',
    'status',
    'sku',
    'barcode',
    ...OPTIONS,
    'price',
    'compareAt',
    'cost',
    'taxable',
    'taxCode',
    ...UNIT_PRICE,
    'tracker',
    'quantity',
    'policy',
    'grams',
    'weightUnit',
    'requiresShipping',
    'fulfillmentService',
    ...IMAGE,
    'variantImage',
    'giftCard',
    'seoTitle',
    'seoDescription'
  ]
};
