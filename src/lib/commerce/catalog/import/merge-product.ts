import { newProduct, SHOP_LIST } from './catalog-product.ts';
import { withCells } from './attribute-cells.ts';
import { attributesInPlace, inOnePlace } from './attribute-places.ts';
import type { IssueLog } from './import-issue.ts';
import { mergeImages } from './merge-images.ts';
import { settleOptions } from './merge-options.ts';
import { findVariant, mergeVariant } from './merge-variant.ts';
import type { PlannedProduct } from './planned-product.ts';
import type { ProductDraft } from './product-draft.ts';

export type Merging = { newId: () => string; log: IssueLog };

/** The product as it would be after the import. Undefined, with errors in the log, when the draft does not fit what is there. */
export function mergeProduct(before: PlannedProduct | undefined, draft: ProductDraft, merging: Merging): PlannedProduct | undefined {
  if (!before && !mayBeMade(draft, merging.log)) return undefined;
  const base = before ?? { ...newProduct(draft.handle, draft.title), id: merging.newId(), variants: [], images: [] };
  const settled = settleOptions(base, draft, merging.log);
  if (!settled) return undefined;

  const { productCells, variants } = attributesInPlace(settled.product, { ...draft, variants: settled.variants });
  const after: PlannedProduct = {
    ...settled.product,
    ...draft.fields,
    title: draft.title || base.title,
    attributes: withCells(base.attributes, productCells),
    images: mergeImages(base.images, draft.images, merging)
  };
  for (const variant of variants) {
    after.variants = mergeVariant(after.variants, { key: draft.key, variant }, merging);
  }
  if (after.variants.length === 0) after.variants = mergeVariant([], { key: draft.key, variant: onlyForm(draft) }, merging);
  warnOfMissingPrices(after, draft, merging.log);
  return inOnePlace(after, variants);
}

function mayBeMade(draft: ProductDraft, log: IssueLog): boolean {
  const finding = { place: draft.place, product: draft.key, column: 'Title' };
  if (draft.titleCameLate) {
    log.error({
      ...finding,
      code: 'orphan_variant',
      message: 'This row of a variant comes before its product; put the row with the title first.'
    });
    return false;
  }
  if (draft.title !== '') return true;
  log.error({ ...finding, code: 'missing_title', message: `There is no product ${draft.key} yet; its first row needs a title.` });
  return false;
}

const onlyForm = (draft: ProductDraft) => ({ place: draft.place, options: [], fields: {}, attributes: {}, prices: [] });

function warnOfMissingPrices(after: PlannedProduct, draft: ProductDraft, log: IssueLog): void {
  // A price that could not be read has been named already.
  if (log.spoiled.has(draft.key)) return;
  for (const variant of draft.variants) {
    const found = findVariant(after.variants, variant.options) ?? after.variants.find((one) => one.options.length === 0);
    if (!found || found.prices[SHOP_LIST]) continue;
    log.warn({
      place: variant.place,
      product: draft.key,
      code: 'missing_price',
      message: 'Without a price this variant cannot be bought.'
    });
  }
}
