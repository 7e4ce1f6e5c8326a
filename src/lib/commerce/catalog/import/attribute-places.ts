import { findName, withCells } from './attribute-cells.ts';
import type { Attributes } from './catalog-product.ts';
import { findVariant, firstOf } from './merge-variant.ts';
import type { PlannedProduct } from './planned-product.ts';
import type { ProductDraft, VariantDraft } from './product-draft.ts';

/**
 * A cell of the row with the title belongs to the product, unless the shop keeps that column with the variants: then it is that
 * of the variant on the row, or of the first one when the row has none.
 */
export function attributesInPlace(product: PlannedProduct, draft: ProductDraft): { productCells: Attributes; variants: VariantDraft[] } {
  const cells = Object.entries(draft.attributes);
  const ofVariants = cells.filter(([name]) => product.variants.some(({ attributes }) => findName(attributes, name) !== undefined));
  if (ofVariants.length === 0) return { productCells: draft.attributes, variants: draft.variants };
  const attributes = Object.fromEntries(ofVariants);
  const onHeadRow = draft.variants.some((variant) => variant.onHeadRow);
  const headless = { place: draft.place, options: firstOf(product.variants)?.options ?? [], fields: {}, attributes, prices: [] };
  return {
    productCells: Object.fromEntries(cells.filter((cell) => !ofVariants.includes(cell))),
    variants: onHeadRow
      ? draft.variants.map((one) => (one.onHeadRow ? { ...one, attributes: { ...attributes, ...one.attributes } } : one))
      : [...draft.variants, headless]
  };
}

/**
 * A cell that speaks of variants in one file and of the product in another must not be kept twice: an export has one cell
 * for both. Once a variant has it, the product's own goes to the first variant, if that one has none and the file says nothing of it.
 */
export function inOnePlace(product: PlannedProduct, told: readonly VariantDraft[]): PlannedProduct {
  const first = firstOf(product.variants);
  const shared = Object.entries(product.attributes).filter(([name]) =>
    product.variants.some(({ attributes }) => findName(attributes, name))
  );
  if (!first || shared.length === 0) return product;
  const said = findVariant([...told], first.options)?.attributes ?? {};
  const moved = Object.fromEntries(shared.filter(([name]) => !findName(first.attributes, name) && !findName(said, name)));
  const cleared = Object.fromEntries(shared.map(([name]) => [name, '']));
  return {
    ...product,
    attributes: withCells(product.attributes, cleared),
    variants: product.variants.map((one) => (one === first ? { ...one, attributes: withCells(one.attributes, moved) } : one))
  };
}
