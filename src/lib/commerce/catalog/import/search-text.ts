import { foldWords } from '../fold.ts';
import type { CatalogProduct } from './catalog-product.ts';

type Said = Pick<CatalogProduct, 'title' | 'subtitle' | 'category' | 'productType' | 'vendor' | 'tags' | 'searchWords'> & {
  variants: { options: string[] }[];
};

/** All words somebody may look for, in the one form in which words are stored. SKUs are looked up by themselves. */
export function searchText(product: Said): string {
  const options = new Set(product.variants.flatMap((variant) => variant.options));
  const said = [product.title, product.subtitle, product.category, product.productType, product.vendor, ...product.tags, ...options];
  return foldWords([...said, ...product.searchWords].join(' '));
}
