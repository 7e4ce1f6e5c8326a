import type { IssueLog } from './import-issue.ts';
import type { ProductDraft } from './product-draft.ts';

const NO_SKU = new Set(['', '-']);

/** The same SKU twice is allowed, since whole shops have it so; whoever scans labels should know. */
export function warnOfSharedSkus(drafts: ProductDraft[], inShop: Map<string, Set<string>>, log: IssueLog): void {
  const firstRow = new Map<string, number>();
  for (const draft of drafts) {
    for (const { place, fields } of draft.variants) {
      const sku = fields.sku ?? '';
      if (NO_SKU.has(sku)) continue;
      const earlier = firstRow.get(sku);
      const elsewhere = [...(inShop.get(sku) ?? [])].find((handle) => handle !== draft.handle);
      if (earlier === undefined) firstRow.set(sku, place.record);
      if (earlier === undefined && elsewhere === undefined) continue;
      const whose = earlier === undefined ? `the product ${elsewhere}` : `row ${earlier}`;
      log.warn({
        place,
        product: draft.key,
        code: 'duplicate_sku',
        column: 'SKU',
        value: sku,
        message: `The SKU is also that of ${whose}.`
      });
    }
  }
}
