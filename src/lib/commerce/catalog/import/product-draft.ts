import type { Attributes, CatalogProduct, CatalogVariant } from './catalog-product.ts';
import type { Place } from './import-issue.ts';

/**
 * What a file says about one product, whatever its format. A field that is absent is left as it is; one that is there
 * is set, also to nothing. So a draft is a wish, and only together with the present product does it become one.
 */
export type ProductDraft = {
  place: Place;
  /** Names the product in the log of issues, also before it has a handle. */
  key: string;
  /** Blank: to be made from the title. */
  handle: string;
  /** Blank when no row gives one: enough to change a product, not to make one. */
  title: string;
  /** A row with a title came, but after other rows of the same handle. */
  titleCameLate: boolean;
  fields: Partial<ProductFields>;
  /** Undefined: the names the product has. */
  optionNames?: string[];
  optionLinked?: string[];
  /** A blank value takes the attribute away. */
  attributes: Attributes;
  variants: VariantDraft[];
  images: ImageDraft[];
};

export type ProductFields = Omit<
  CatalogProduct,
  'handle' | 'title' | 'optionNames' | 'optionLinked' | 'attributes' | 'variants' | 'images'
>;

export type VariantDraft = {
  place: Place;
  /** Without blanks at the end; empty when the row names no option. */
  options: string[];
  fields: Partial<VariantFields>;
  attributes: Attributes;
  prices: PriceDraft[];
  /** It stands on the row that speaks for the product. */
  onHeadRow?: boolean;
  /** Units on hand at the node the import counts for. */
  quantity?: number;
};

export type VariantFields = Omit<CatalogVariant, 'position' | 'options' | 'attributes' | 'prices'>;
/** Null takes away; the price without its amount is no price at all. */
export type PriceDraft = { list: string; currency: string; amountMinor?: number | null; compareAtMinor?: number | null };
export type ImageDraft = { place: Place; src: string; position?: number; alt?: string };
