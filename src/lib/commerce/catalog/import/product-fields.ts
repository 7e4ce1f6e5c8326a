import { warnOfActiveHtml } from './active-html.ts';
import { boolean, commaList, sizeClass, status, textList } from './cell-values.ts';
import type { ProductFields } from './product-draft.ts';
import { given, type ProductRow } from './product-row.ts';

/** The product's own cells of its first row: a blank one clears its field, which for a choice means its usual value. */
export function readProductFields(row: ProductRow): Partial<ProductFields> {
  const gift = row.read('giftCard', boolean, false);
  const fields: Partial<ProductFields> = given({
    descriptionHtml: row.raw('descriptionHtml'),
    vendor: row.text('vendor'),
    productType: row.text('productType'),
    category: row.text('category'),
    tags: row.read('tags', (text) => ({ right: commaList(text) }), []),
    status: row.read('status', status, 'active' as const),
    published: row.read('published', boolean, true),
    kind: gift === undefined ? undefined : gift ? ('gift_card' as const) : ('goods' as const),
    seoTitle: row.text('seoTitle'),
    seoDescription: row.text('seoDescription'),
    subtitle: row.text('subtitle'),
    searchWords: row.read('searchWords', textList, []),
    sizeClass: row.read('sizeClass', sizeClass, 'small' as const)
  });
  warnOfActiveHtml(fields.descriptionHtml, (finding) => row.warn({ ...finding, column: row.name('descriptionHtml') }));
  return fields;
}
