import { freeHandle, handleFrom } from './handle.ts';
import { mergeProduct, type Merging } from './merge-product.ts';
import { findVariant } from './merge-variant.ts';
import type { Count, PlannedProduct, ProductPlan } from './planned-product.ts';
import { productChanges, variantName } from './product-changes.ts';
import type { ProductDraft } from './product-draft.ts';
import { warnOfSharedSkus } from './shared-skus.ts';
import { refuseTooLong } from './too-long.ts';

export type PresentShelf = { onHand: number; promised: number };

/** What the shop has of the things a file speaks of. */
export type PresentCatalog = {
  products: Map<string, PlannedProduct>;
  /** SKU → handles of the products that use it. */
  skus: Map<string, Set<string>>;
  /** Variant → what lies at the node of the import, and how much of it is spoken for. */
  shelves: Map<string, PresentShelf>;
};

/** Sets each draft against the present product. Drafts that cannot be carried out are left out, with an error in the log. */
export function planProducts(drafts: ProductDraft[], present: PresentCatalog, merging: Merging & { nodeName: string }): ProductPlan[] {
  warnOfSharedSkus(drafts, present.skus, merging.log);
  refuseTooLong(drafts, merging.log);
  return drafts.flatMap((draft) => {
    const before = present.products.get(draft.handle);
    const after = mergeProduct(before, draft, merging);
    return after ? [planned({ draft, before, after }, present.shelves, merging.nodeName)] : [];
  });
}

type Meeting = { draft: ProductDraft; before: PlannedProduct | undefined; after: PlannedProduct };

function planned({ draft, before, after }: Meeting, shelves: Map<string, PresentShelf>, nodeName: string): ProductPlan {
  const counts = countsOf(draft, after, shelves);
  const changes = before ? productChanges(before, after) : [];
  for (const { name, from, to } of before ? counts : [])
    changes.push({ what: `${name}: on hand at ${nodeName}`, from: String(from ?? ''), to: String(to) });
  const outcome = !before ? 'created' : changes.length > 0 ? 'updated' : 'unchanged';
  return { place: draft.place, key: draft.key, outcome, changes, before, after, counts };
}

function countsOf(draft: ProductDraft, after: PlannedProduct, shelves: Map<string, PresentShelf>): Count[] {
  return draft.variants.flatMap(({ options, quantity }) => {
    const variant = findVariant(after.variants, options) ?? after.variants.find((one) => one.options.length === 0);
    const shelf = variant && shelves.get(variant.id);
    if (quantity === undefined || !variant || shelf?.onHand === quantity) return [];
    const short = Math.max(0, (shelf?.promised ?? 0) - quantity);
    return [{ variantId: variant.id, name: variantName(variant.options), from: shelf?.onHand, to: quantity, short }];
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
