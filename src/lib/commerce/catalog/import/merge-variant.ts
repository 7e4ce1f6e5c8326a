import { newVariant, type CatalogPrice } from './catalog-product.ts';
import { withCells } from './attribute-cells.ts';
import type { Merging } from './merge-product.ts';
import type { PlannedVariant } from './planned-product.ts';
import type { PriceDraft, VariantDraft } from './product-draft.ts';

export function findVariant<V extends { options: string[] }>(variants: V[], options: string[]): V | undefined {
  return variants.find((one) => one.options.length === options.length && one.options.every((value, place) => value === options[place]));
}

export function firstOf<V extends { position: number }>(placed: V[]): V | undefined {
  return placed.toSorted((a, b) => a.position - b.position)[0];
}

/** The variants with one of the file set or added at the end. What the file does not name stays where it is. */
export function mergeVariant(variants: PlannedVariant[], wish: { key: string; variant: VariantDraft }, merging: Merging): PlannedVariant[] {
  const { variant } = wish;
  const before = findVariant(variants, variant.options) ?? { ...newVariant(variant.options, nextPosition(variants)), id: merging.newId() };
  const after: PlannedVariant = {
    ...before,
    ...variant.fields,
    attributes: withCells(before.attributes, variant.attributes),
    prices: mergePrices(before.prices, wish, merging)
  };
  return variants.some(({ id }) => id === after.id) ? variants.map((one) => (one.id === after.id ? after : one)) : [...variants, after];
}

export function nextPosition(placed: { position: number }[]): number {
  return Math.max(0, ...placed.map(({ position }) => position)) + 1;
}

function mergePrices(before: PlannedVariant['prices'], { key, variant }: { key: string; variant: VariantDraft }, { log }: Merging) {
  const prices = { ...before };
  for (const draft of variant.prices) {
    const price = mergePrice(prices[draft.list], draft);
    if (price) prices[draft.list] = price;
    else delete prices[draft.list];
    if (price || typeof draft.compareAtMinor !== 'number') continue;
    const message = 'A price before needs a price now; it is left out.';
    log.warn({ place: variant.place, product: key, code: 'ignored_value', value: String(draft.compareAtMinor), message });
  }
  return prices;
}

function mergePrice(before: CatalogPrice | undefined, draft: PriceDraft): CatalogPrice | undefined {
  const amountMinor = draft.amountMinor === undefined ? before?.amountMinor : draft.amountMinor;
  if (typeof amountMinor !== 'number') return undefined;
  const compareAtMinor = draft.compareAtMinor === undefined ? (before?.compareAtMinor ?? null) : draft.compareAtMinor;
  return { currency: draft.currency, amountMinor, compareAtMinor };
}
