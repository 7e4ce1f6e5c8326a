import { folded } from './product-columns.ts';
import { duplicatedHeaders } from './header-cells.ts';
import type { FileMoney } from './file-money.ts';
import { refuseForeign } from './foreign-prices.ts';
import { FILE, type IssueLog } from './import-issue.ts';
import type { ProductDraft } from './product-draft.ts';
import { cellsFit } from './record-shape.ts';
import type { SourceRecord } from './source-record.ts';
import { SpreeRow } from './spree-row.ts';
import { draftSpreeProduct } from './spree-product.ts';

/** Index of each column, by its name, and the columns that are kept with the product as they are. */
export type SpreeHeader = { width: number; at: Map<string, number>; kept: string[] };

const NEEDED = ['slug', 'sku', 'name', 'price', 'currency'];
const READ = new RegExp(
  '^(slug|sku|name|price|compare_at_price|currency|status|description|meta_title|meta_description|tags|product_type|category1' +
    '|option[1-9]_(name|value)|image[1-9]_src|width|height|depth|dimensions_unit|weight|weight_unit' +
    '|inventory_count|inventory_backorderable|track_inventory)$'
);
const KEPT = /^(meta_keywords|tax_category|available_on|discontinue_on|category[2-9]|custom_field\..+)$/;

export function readSpreeHeader(cells: string[], log: IssueLog): SpreeHeader | undefined {
  const at = new Map(cells.map((cell, place) => [folded(cell), place] as const).filter(([name]) => name !== ''));
  const missing = NEEDED.filter((name) => !at.has(name));
  if (missing.length > 0) {
    log.error({ place: FILE, code: 'no_header', message: `The first line lacks the columns ${missing.join(', ')}.` });
    return undefined;
  }
  for (const name of duplicatedHeaders(cells)) {
    log.error({ place: FILE, code: 'duplicate_header', column: name, message: `The column "${name}" is there twice; remove one.` });
  }
  const kept = [...at.keys()].filter((name) => !READ.test(name));
  for (const name of kept.filter((one) => !KEPT.test(one))) {
    log.warn({
      place: FILE,
      code: 'unknown_column',
      column: name,
      message: 'We do not know this column; its cells are kept with the product.'
    });
  }
  return log.errors > 0 ? undefined : { width: cells.length, at, kept };
}

type Sheet = { header: SpreeHeader; money: FileMoney; log: IssueLog };

/** The catalogue CSV of Spree: rows of a product, of its variants and of their prices in further currencies share a slug. */
export function spreeRows({ header, money, log }: Sheet): { take: (record: SourceRecord) => void; drafts: () => ProductDraft[] } {
  const groups = new Map<string, [SpreeRow, ...SpreeRow[]]>();
  const currencies = new Set<string>();

  return {
    take(record) {
      if (record.cells.every((cell) => cell.trim() === '')) return;
      const row = new SpreeRow(header, record, log);
      if (!cellsFit(record, header.width, { product: row.slug, log })) return;
      if (row.slug === '') {
        row.error({ code: 'orphan_variant', column: 'slug', message: 'The row has no slug; give it that of its product.' });
        return;
      }
      if (row.text('currency') !== '') currencies.add(row.text('currency'));
      const group = groups.get(row.slug);
      if (group) group.push(row);
      else groups.set(row.slug, [row]);
    },
    drafts: () =>
      refuseForeign(currencies, money, log)
        ? []
        : Array.from(groups.values(), (rows) => draftSpreeProduct(rows, { kept: header.kept, money }))
  };
}
