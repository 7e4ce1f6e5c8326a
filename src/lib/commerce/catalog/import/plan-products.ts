import { freeHandle, handleFrom } from './handle.ts';
import { mergeProduct, type Merging } from './merge-product.ts';
import { findVariant } from './merge-variant.ts';
import type { Count, PlannedProduct, ProductPlan } from './planned-product.ts';
import { productChanges, variantName } from './product-changes.ts';
import type { ProductDraft } from './product-draft.ts';
import { warnOfSharedSkus } from './shared-skus.ts';

/** What the shop has of the things a file speaks of. */
export type PresentCatalog = {
  products: Map<string, PlannedProduct>;
  /** Handle → title, for the handles that titles of the file may lead to. */
  titles: Map<string, string>;
  /** SKU → handles of the products that use it. */
  skus: Map<string, Set<string>>;
  /** Variant → units on hand at the node of the import. */
  onHand: Map<string, number>;
};

/** Sets each draft against the present product. Drafts that cannot be carried out are left out, with an error in the log. */
export function planProducts(drafts: ProductDraft[], present: PresentCatalog, merging: Merging & { nodeName: string }): ProductPlan[] {
  warnOfSharedSkus(drafts, present.skus, merging.log);
  return drafts.flatMap((draft) => {
    const before = present.products.get(draft.handle);
    const after = mergeProduct(before, draft, merging);
    return after ? [planned({ draft, before, after }, present.onHand, merging.nodeName)] : [];
  });
}

type Meeting = { draft: ProductDraft; before: PlannedProduct | undefined; after: PlannedProduct };

function planned({ draft, before, after }: Meeting, onHand: Map<string, number>, nodeName: string): ProductPlan {
  const counts = countsOf(draft, after, onHand);
  const changes = before ? productChanges(before, after) : [];
  for (const { variantId, from, to } of before ? counts : []) {
    const name = variantName(after.variants.find(({ id }) => id === variantId)?.options ?? []);
    changes.push({ what: `${name}: on hand at ${nodeName}`, from: String(from ?? ''), to: String(to) });
  }
  const outcome = !before ? 'created' : changes.length > 0 ? 'updated' : 'unchanged';
  return { place: draft.place, key: draft.key, outcome, changes, before, after, counts };
}

function countsOf(draft: ProductDraft, after: PlannedProduct, onHand: Map<string, number>): Count[] {
  return draft.variants.flatMap(({ options, quantity }) => {
    const variant = findVariant(after.variants, options) ?? after.variants.find((one) => one.options.length === 0);
    if (quantity === undefined || !variant || onHand.get(variant.id) === quantity) return [];
    return [{ variantId: variant.id, from: onHand.get(variant.id), to: quantity }];
  });
}

/**
 * Drafts without a handle get one from their title. A product of that title is taken for the one that is meant, so that
 * the same file again finds what it made; another product's handle is left to it.
 */
export function withHandles(drafts: ProductDraft[], titles: Map<string, string>, merging: Pick<Merging, 'log'>): ProductDraft[] {
  const taken = new Set(drafts.map(({ handle }) => handle));
  return drafts.map((draft) => {
    if (draft.handle !== '') return draft;
    const isFree = (handle: string) => !taken.has(handle) && (titles.get(handle) ?? draft.title) === draft.title;
    const handle = freeHandle(handleFrom(draft.title), isFree);
    taken.add(handle);
    const message = `The row has no handle, so the product gets ${handle} from its title.`;
    merging.log.warn({ place: draft.place, product: draft.key, code: 'made_handle', value: draft.title, message });
    return { ...draft, handle };
  });
}
