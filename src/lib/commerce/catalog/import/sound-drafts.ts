import type { IssueLog } from './import-issue.ts';
import type { ImportMode } from './import-report.ts';
import type { ProductDraft } from './product-draft.ts';

/**
 * Of drafts or plans those that may go on. Where bad products are to be skipped, a product goes as a whole: none of its rows
 * is taken when one of them is wrong. Else all go on, so that the report names every error.
 */
export function soundDrafts<T extends { key: string } | { draft: { key: string } }>(all: T[], log: IssueLog, { skipBad }: ImportMode): T[] {
  return skipBad ? all.filter((one) => !log.spoiled.has('draft' in one ? one.draft.key : one.key)) : all;
}

export function skuList(drafts: ProductDraft[]): string[] {
  return [...new Set(drafts.flatMap(({ variants }) => variants.map(({ fields }) => fields.sku ?? '')))].filter((sku) => sku !== '');
}
