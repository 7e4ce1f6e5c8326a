import { SHOP_LIST, type CatalogProduct } from '../import/catalog-product.ts';
import type { ProductColumn } from '../import/product-columns.ts';
import type { Extent } from './product-csv.ts';

/** The columns some products need. For a catalogue too large for one hand the database can say the same. */
export function extentOf(products: Iterable<CatalogProduct>): Extent {
  const attributes = new Set<string>();
  const lists = new Set<string>();
  const filled = new Set<ProductColumn>();
  for (const product of products) {
    for (const name of Object.keys(product.attributes)) attributes.add(name);
    for (const variant of product.variants) {
      for (const name of Object.keys(variant.attributes)) attributes.add(name);
      for (const list of Object.keys(variant.prices)) lists.add(list);
    }
    if (product.subtitle !== '') filled.add('subtitle');
    if (product.searchWords.length > 0) filled.add('searchWords');
    if (product.sizeClass !== 'small') filled.add('sizeClass');
  }
  lists.delete(SHOP_LIST);
  return { attributes: [...attributes].toSorted(), lists: [...lists].toSorted(), filled: [...filled].toSorted() };
}
