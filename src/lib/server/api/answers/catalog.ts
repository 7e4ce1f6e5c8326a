import type { CardStock, ProductNow } from '#db/queries/catalog.ts';
import type { Facets } from '#db/queries/catalog-facets.ts';
import type { ListedRow } from '#db/queries/catalog-listing.ts';
import { bandRange } from '#lib/commerce/catalog/listing-address.ts';
import type { PictureData } from '#lib/commerce/catalog/picture-sources.ts';
import type { ShopProduct } from '#lib/commerce/catalog/shop-product.ts';

export function productAnswer({ product, now }: { product: ShopProduct; now: ProductNow }, origin: string) {
  const { id, handle, title, subtitle, text, department, shelf, vendor, optionNames, facts } = product;
  return {
    id,
    handle,
    title,
    subtitle,
    text,
    department,
    shelf: shelf ?? null,
    vendor,
    currency: now.currency,
    optionNames,
    variants: product.variants.map((variant) => variantAnswer(variant, now)),
    pictures: product.pictures.map((picture) => pictureAnswer(picture, origin)),
    facts
  };
}

function variantAnswer(variant: ShopProduct['variants'][number], now: ProductNow) {
  const { id, sku, barcode, options, counted, requiresShipping, pictures } = variant;
  const here = now.variants.find((one) => one.id === id);
  const available = counted ? (here?.stock?.available ?? 0) : null;
  return {
    id,
    sku,
    barcode,
    options,
    priceMinor: here?.minor ?? null,
    wasMinor: here?.wasMinor ?? null,
    available,
    requiresShipping,
    pictures
  };
}

export function listedAnswer({ product, row }: { product: ShopProduct; row: ListedRow }, stock: CardStock[], origin: string) {
  const { id, handle, title, department, variants, pictures } = product;
  const { fromMinor, toMinor, wasMinor, currency } = row;
  const isCounted = variants.every((variant) => variant.counted);
  const free = stock.reduce((sum, level) => (level.productId === id ? sum + level.available : sum), 0);
  const first = pictures[variants[0]?.pictures[0] ?? 0];
  return {
    id,
    handle,
    title,
    department: department.slug,
    fromMinor,
    toMinor,
    wasMinor,
    currency,
    available: isCounted ? free : null,
    variantIds: variants.map((variant) => variant.id),
    picture: first ? pictureAnswer(first, origin) : null
  };
}

export function facetsAnswer({ departments, shelves, looks, bands, inStock, stores, isExact }: Facets) {
  const prices = bands
    .toSorted((a, b) => a.band - b.band)
    .map(({ band, count }) => {
      const { minMinor = null, maxMinor = null } = bandRange(band);
      return { minPriceMinor: minMinor, maxPriceMinor: maxMinor, count };
    });
  return { departments, shelves, colours: looks, prices, inStock, stores, isExact };
}

function pictureAnswer({ src, alt, width, height }: PictureData, origin: string) {
  return { url: new URL(src, origin).href, alt, width, height };
}
