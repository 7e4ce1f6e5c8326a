import { productJsonLd } from './json-ld.ts';
import type { ProductView } from './product-view.ts';

/**
 * What search engines and other sites read in the head of a product page. They load documents, so it is written into the document alone:
 * handed over to the page as well it would be sent twice.
 */
export function headForOthers(view: ProductView, origin: string): string {
  const { title, subtitle, text, handle, chosen } = view;
  const [picture] = chosen.pictures;
  return [
    `<meta name="description" content="${quoted(subtitle || text[0]?.text || title)}" />`,
    `<link rel="canonical" href="${quoted(`${origin}/product/${encodeURIComponent(handle)}`)}" />`,
    `<meta property="og:title" content="${quoted(title)}" />`,
    picture ? `<meta property="og:image" content="${quoted(new URL(picture.src, origin).href)}" />` : '',
    `<script type="application/ld+json">${productJsonLd(view, origin)}</script>`
  ].join('');
}

const quoted = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
