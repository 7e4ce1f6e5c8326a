/** A product as files, plans and tables know it: everything that can travel, nothing that belongs to one database alone. */
export type CatalogProduct = {
  handle: string;
  title: string;
  subtitle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  /** A path: `Kitchen > Coffee`. */
  category: string;
  tags: string[];
  status: 'draft' | 'active' | 'archived';
  /** Visible on the web; an active product that is not can still be sold in a store. */
  published: boolean;
  kind: 'goods' | 'gift_card';
  sizeClass: 'small' | 'medium' | 'large';
  /** None for a product that comes in one form only. */
  optionNames: string[];
  /** Metafields the options are tied to elsewhere, in the places of the names; empty when none is. */
  optionLinked: string[];
  seoTitle: string;
  seoDescription: string;
  searchWords: string[];
  /** Column header → cell, for whatever has no field here: metafields, Google Shopping, unknown columns. */
  attributes: Attributes;
  variants: CatalogVariant[];
  images: CatalogImage[];
};

export type CatalogVariant = {
  position: number;
  /** One value for each option name. Together with the handle the key of a variant: SKUs repeat or are blank. */
  options: string[];
  sku: string | null;
  barcode: string | null;
  /** A decimal, as text: 226.796185. */
  weightGrams: string | null;
  weightUnit: string;
  /** Not tracked: can be bought whatever the shelf says. */
  tracked: boolean;
  sellBeyondStock: boolean;
  requiresShipping: boolean;
  taxable: boolean;
  taxCode: string;
  /** In minor units of the shop's currency. */
  costMinor: number | null;
  imageSrc: string | null;
  attributes: Attributes;
  /** By price list: `shop` is the shop's own, the others are markets. */
  prices: Record<string, CatalogPrice>;
};

export type CatalogPrice = { currency: string; amountMinor: number; compareAtMinor: number | null };
export type CatalogImage = { position: number; src: string; alt: string };
export type Attributes = Record<string, string>;

export const SHOP_LIST = 'shop';

export function newProduct(handle: string, title: string): CatalogProduct {
  return {
    handle,
    title,
    subtitle: '',
    descriptionHtml: '',
    vendor: '',
    productType: '',
    category: '',
    tags: [],
    status: 'active',
    published: true,
    kind: 'goods',
    sizeClass: 'small',
    optionNames: [],
    optionLinked: [],
    seoTitle: '',
    seoDescription: '',
    searchWords: [],
    attributes: {},
    variants: [],
    images: []
  };
}

/** A column that is absent leaves these: counted, taxed and shipped, since most goods are. */
export function newVariant(options: string[], position: number): CatalogVariant {
  return {
    position,
    options,
    sku: null,
    barcode: null,
    weightGrams: null,
    weightUnit: 'g',
    tracked: true,
    sellBeyondStock: false,
    requiresShipping: true,
    taxable: true,
    taxCode: '',
    costMinor: null,
    imageSrc: null,
    attributes: {},
    prices: {}
  };
}
