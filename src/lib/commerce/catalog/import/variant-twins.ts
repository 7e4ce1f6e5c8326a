import type { IssueLog } from './import-issue.ts';
import { findVariant } from './merge-variant.ts';
import type { VariantDraft } from './product-draft.ts';

/** Each variant once. A second one with the same option values is an error that names both. */
export function withoutTwins(
  variants: VariantDraft[],
  { product, column, log }: { product: string; column: string; log: IssueLog }
): VariantDraft[] {
  const kept: VariantDraft[] = [];
  for (const variant of variants) {
    const twin = findVariant(kept, variant.options);
    if (!twin) {
      kept.push(variant);
      continue;
    }
    const value = variant.options.join(' / ');
    const message = `Rows ${twin.place.record} and ${variant.place.record} are the same variant (${value || 'no options'}); keep one of them.`;
    log.error({ place: variant.place, product, code: 'duplicate_variant', column, value, message });
  }
  return kept;
}
