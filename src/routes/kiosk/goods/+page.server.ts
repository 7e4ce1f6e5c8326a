import { stockSnapshots } from '#db/queries/live-stock.ts';
import { readListing } from '#lib/commerce/catalog/listing-address.ts';
import { MOST_PAGES, PER_PAGE } from '#lib/commerce/catalog/listing-query.ts';
import { nearText } from '#lib/commerce/catalog/listing-view.ts';
import { readProducts } from '#lib/commerce/catalog/read-catalog.server.ts';
import { readShelves } from '#lib/commerce/catalog/read-facets.server.ts';
import { searchGoods } from '#lib/commerce/catalog/search-goods.server.ts';
import { atKiosk } from '../at-kiosk.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { nodeId } = await atKiosk(event);
  const { shop } = event.locals;
  const { searchParams } = event.url;
  const query = readListing(new URLSearchParams({ q: searchParams.get('q') ?? '', page: searchParams.get('page') ?? '' }), {
    department: searchParams.get('in') ?? undefined
  });
  const at = shop.now();
  const [found, shelves] = await Promise.all([searchGoods(shop, query), readShelves(shop)]);
  const products = await readProducts(shop, found.rows);
  const goods = products.map(({ product, row }) => ({
    id: product.id,
    handle: product.handle,
    title: product.title,
    picture: product.pictures[product.variants[0]?.pictures[0] ?? 0],
    minor: row.fromMinor,
    isFrom: row.fromMinor !== row.toMinor,
    currency: row.currency,
    variantIds: product.variants.map(({ id }) => id),
    counted: product.variants.every(({ counted }) => counted)
  }));
  const stock = await stockSnapshots(
    shop.db,
    goods.flatMap(({ variantIds }) => variantIds)
  );
  return {
    at,
    nodeId,
    goods,
    stock,
    text: query.search.text,
    near: found.corrected === undefined ? nearText({ near: found.near, text: query.search.text }) : `This is for “${found.corrected}”.`,
    department: shelves.find(({ department }) => department === query.department) ?? null,
    page: query.page,
    pages: Math.min(MOST_PAGES, Math.max(1, Math.ceil(found.total / PER_PAGE)))
  };
};
