import { foldWords } from '../fold.ts';
import type { CatalogProduct } from './catalog-product.ts';

/** All words somebody may look for, in the one form in which words are stored. SKUs are looked up by themselves. */
export function searchText(product: CatalogProduct): string {
  const options = new Set(product.variants.flatMap((variant) => variant.options));
  const said = [product.title, product.subtitle, product.category, product.productType, product.vendor, ...product.tags, ...options];
  return foldWords([...said, ...product.searchWords].join(' '));
}
