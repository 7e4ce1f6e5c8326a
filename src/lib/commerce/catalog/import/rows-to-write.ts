import type { PlannedImage, PlannedProduct, PlannedVariant, ProductPlan } from './planned-product.ts';
import { productChanges, variantRowDiffers } from './product-changes.ts';
import { searchText } from './search-text.ts';

/** The rows of a plan, by table. What is as it was is left out. */
export type RowsToWrite = {
  products: { product: PlannedProduct; searchText: string }[];
  variants: { productId: string; variant: PlannedVariant }[];
  prices: { variantId: string; list: string; currency: string; amountMinor: number; compareAtMinor: number | null }[];
  gonePrices: { variantId: string; list: string }[];
  images: { productId: string; image: PlannedImage }[];
};

/** A product's own row is written with any change of its parts too: its version tells all who keep a copy. */
export function rowsToWrite(plans: ProductPlan[]): RowsToWrite {
  const changed = plans.filter(({ before, after }) => !before || productChanges(before, after).length > 0);
  const variants = changed.flatMap(({ before, after }) =>
    after.variants.map((variant) => ({ productId: after.id, variant, was: before?.variants.find(({ id }) => id === variant.id) }))
  );
  const images = changed.flatMap(({ before, after }) =>
    after.images.map((image) => ({ productId: after.id, image, was: before?.images.find(({ id }) => id === image.id) }))
  );
  return {
    products: changed.map(({ after }) => ({ product: after, searchText: searchText(after) })),
    variants: variants.filter(({ variant, was }) => !was || variantRowDiffers(was, variant)),
    prices: variants.flatMap(({ variant, was }) => changedPrices(variant, was)),
    gonePrices: variants.flatMap(({ variant, was }) => lostPrices(variant, was)),
    images: images.filter(({ image, was }) => !was || was.position !== image.position || was.alt !== image.alt)
  };
}

function changedPrices(variant: PlannedVariant, was: PlannedVariant | undefined): RowsToWrite['prices'] {
  return Object.entries(variant.prices)
    .filter(([list, price]) => JSON.stringify(price) !== JSON.stringify(was?.prices[list]))
    .map(([list, price]) => ({ variantId: variant.id, list, ...price }));
}

function lostPrices(variant: PlannedVariant, was: PlannedVariant | undefined): RowsToWrite['gonePrices'] {
  const gone = Object.keys(was?.prices ?? {}).filter((list) => !variant.prices[list]);
  return gone.map((list) => ({ variantId: variant.id, list }));
}
