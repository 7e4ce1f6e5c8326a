import { plainAmount } from '#lib/ui/money.ts';
import type { ProductView } from './product-view.ts';

/**
 * What search engines read of a product page: product, offers, the way down to it. No "<" and no "&" leave here, so that the text
 * can stand in a page as it is.
 */
export function productJsonLd(view: ProductView, origin: string): string {
  const url = `${origin}/product/${encodeURIComponent(view.handle)}`;
  const graph = [productOf(view, url, origin), wayDown(view, url, origin)];
  return JSON.stringify({ '@context': 'https://schema.org', '@graph': graph }).replaceAll('<', '\\u003c').replaceAll('&', '\\u0026');
}

function productOf(view: ProductView, url: string, origin: string): object {
  const { chosen } = view;
  return {
    '@type': 'Product',
    name: view.title,
    description: view.subtitle === '' ? view.text[0]?.text : view.subtitle,
    url,
    ...(view.vendor === '' ? {} : { brand: { '@type': 'Brand', name: view.vendor } }),
    ...(chosen.sku === null ? {} : { sku: chosen.sku }),
    image: chosen.pictures.map(({ src }) => new URL(src, origin).href),
    offers: view.variants.map(({ slug, minor, left, counted, options }) => ({
      '@type': 'Offer',
      name: options.join(', '),
      url: `${url}?variant=${slug}`,
      price: plainAmount(minor, view.currency),
      priceCurrency: view.currency,
      availability: `https://schema.org/${left > 0 || !counted ? 'InStock' : 'OutOfStock'}`
    }))
  };
}

function wayDown({ department, shelf, title }: ProductView, url: string, origin: string): object {
  const ways = [
    { name: department.name, item: `${origin}/shop/${department.slug}` },
    ...(shelf ? [{ name: shelf.name, item: `${origin}/shop/${department.slug}?shelf=${shelf.slug}` }] : []),
    { name: title, item: url }
  ];
  return { '@type': 'BreadcrumbList', itemListElement: ways.map((way, place) => ({ '@type': 'ListItem', position: place + 1, ...way })) };
}
