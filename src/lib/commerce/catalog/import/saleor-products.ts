import { warnOfActiveHtml } from './active-html.ts';
import type { Attributes } from './catalog-product.ts';
import { imageAddress } from './cell-values.ts';
import { htmlOfBlocks } from './editor-blocks.ts';
import { canBePaid, type FileMoney } from './file-money.ts';
import { refuseForeign } from './foreign-prices.ts';
import { fitHandle } from './handle.ts';
import type { IssueLog } from './import-issue.ts';
import { metafieldHeader } from './metafield-header.ts';
import type { ImageDraft, ProductDraft } from './product-draft.ts';
import { given } from './product-row.ts';
import { SaleorDocument, type Entry } from './saleor-document.ts';
import { draftSaleorVariants } from './saleor-variants.ts';

export type Conversion = { document: SaleorDocument; money: FileMoney; log: IssueLog };

/** The goods of a Saleor dump as drafts. */
export function saleorProducts(content: unknown, { money, log }: { money: FileMoney; log: IssueLog }): ProductDraft[] {
  const document = new SaleorDocument(content, log);
  const currencies = new Set(document.all('product.productvariantchannellisting').map(({ currency }) => currency));
  if (refuseForeign(currencies, money, log)) return [];
  return document.all('product.product').map((product) => draftProduct(product, { document, money, log }));
}

function draftProduct(product: Entry<'product.product'>, conversion: Conversion): ProductDraft {
  const { document, log } = conversion;
  const key = fitHandle(product.slug);
  const type = document.find('product.producttype', product.product_type);
  const { vendor, attributes } = attributesOf(product.pk, document);
  const { optionNames, variants } = draftSaleorVariants({ product, type, key }, conversion);
  const descriptionHtml = htmlOfBlocks(product.description);
  warnOfActiveHtml(descriptionHtml, (finding) => log.warn({ ...finding, place: product.place, product: key, column: 'description' }));
  return {
    place: product.place,
    key,
    handle: key,
    title: product.name.trim(),
    titleCameLate: false,
    fields: given({
      descriptionHtml,
      vendor,
      productType: type?.name ?? '',
      category: categoryPath(product.category, document),
      published: isPublished(product.pk, conversion),
      kind: type?.kind === 'gift_card' ? ('gift_card' as const) : ('goods' as const),
      seoTitle: product.seo_title ?? '',
      seoDescription: product.seo_description ?? ''
    }),
    optionNames,
    attributes,
    variants,
    images: imagesOf(product.pk, key, { document, log })
  };
}

/** `Accessories > Audiobooks`, from the root down. A category that is its own ancestor ends the path. */
function categoryPath(pk: string | number | null | undefined, document: SaleorDocument): string {
  const path: string[] = [];
  const seen = new Set<string>();
  let category = document.find('product.category', pk);
  while (category && !seen.has(category.pk)) {
    seen.add(category.pk);
    path.unshift(category.name);
    category = document.find('product.category', category.parent);
  }
  return path.join(' > ');
}

/** The brand is the vendor; several values of one attribute stand in one cell. */
function attributesOf(pk: string, document: SaleorDocument): { vendor: string; attributes: Attributes } {
  const attributes: Attributes = {};
  let vendor = '';
  for (const { value } of document.pointingAt('attribute.assignedproductattributevalue', 'product', pk)) {
    const chosen = document.find('attribute.attributevalue', value);
    const attribute = document.find('attribute.attribute', chosen?.attribute);
    if (!chosen || !attribute) continue;
    const header = metafieldHeader('product', { label: attribute.name, namespace: 'saleor', key: attribute.slug });
    if (attribute.slug === 'brand') vendor = chosen.name;
    else attributes[header] = [attributes[header], chosen.name].filter(Boolean).join(', ');
  }
  return { vendor, attributes };
}

/** As in the channel whose prices become the shop's. */
function isPublished(pk: string, { document, money }: Conversion): boolean {
  const listings = document.pointingAt('product.productchannellisting', 'product', pk);
  const own =
    listings.find(({ currency }) => currency === money.shopCurrency) ?? listings.find(({ currency }) => canBePaid(currency, money));
  return own?.is_published ?? false;
}

function imagesOf(pk: string, key: string, { document, log }: Pick<Conversion, 'document' | 'log'>): ImageDraft[] {
  const media = document.pointingAt('product.productmedia', 'product', pk).toSorted((a, b) => (a.sort_order ?? 0) - (b.sort_order ?? 0));
  return media.flatMap(({ image, external_url: address, alt, place }) => {
    const src = address || image || '';
    const verdict = imageAddress(src);
    if ('right' in verdict) return [{ place, src, alt }];
    log.warn({ place, product: key, code: verdict.wrong, column: 'image', value: src, message: verdict.message });
    return [];
  });
}
