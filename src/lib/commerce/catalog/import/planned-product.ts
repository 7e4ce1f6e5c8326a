import type { CatalogImage, CatalogProduct, CatalogVariant } from './catalog-product.ts';
import type { Place } from './import-issue.ts';

/** Products with the ids of their rows: those the shop has, and those a plan would give it. */
export type PlannedVariant = CatalogVariant & { id: string };
export type PlannedImage = CatalogImage & { id: string };
export type PlannedProduct = Omit<CatalogProduct, 'variants' | 'images'> & {
  id: string;
  variants: PlannedVariant[];
  images: PlannedImage[];
};

export type Outcome = 'created' | 'updated' | 'unchanged';
export type Change = { what: string; from: string; to: string };

/** What an import would do to one product, and why it would be called a change. */
export type ProductPlan = {
  place: Place;
  key: string;
  outcome: Outcome;
  changes: Change[];
  before: PlannedProduct | undefined;
  after: PlannedProduct;
  /** Units to be counted at the node of the import; only where they differ from what is there. */
  counts: Count[];
};

/** A shelf whose number is to become another. `from` is undefined where the variant was not kept so far. */
export type Count = {
  variantId: string;
  name: string;
  from: number | undefined;
  to: number;
  /** Promised units that would not be there. */ short: number;
};
