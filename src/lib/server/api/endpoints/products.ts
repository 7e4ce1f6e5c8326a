import type * as z from 'zod';
import { stockOfProducts } from '#db/queries/catalog.ts';
import { MOST_PAGES, PER_PAGE, type ListingQuery } from '#lib/commerce/catalog/listing-query.ts';
import { readProduct, readProducts } from '#lib/commerce/catalog/read-catalog.server.ts';
import { readFacets } from '#lib/commerce/catalog/read-facets.server.ts';
import { searchGoods } from '#lib/commerce/catalog/search-goods.server.ts';
import { parseSearch } from '#lib/commerce/catalog/search-query.ts';
import { readNetwork } from '#lib/commerce/stores/read-places.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { countSearch } from '../../search-limit.ts';
import type { Shop } from '../../shop.ts';
import { facetsAnswer, listedAnswer, productAnswer } from '../answers/catalog.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { Listing, OfProduct, Product, Search } from '../schemas/catalog.ts';
import { Nothing } from '../schemas.ts';

export const productEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/products',
    operationId: 'listProducts',
    tag: 'products',
    summary: 'Search and list what is for sale',
    description: `${PER_PAGE} a page, ${MOST_PAGES} pages at most: narrow the search by filters to see the rest.`,
    params: Nothing,
    query: Search,
    status: 200,
    answer: Listing,
    refusals: ['too-many-requests'],
    example: { query: 'q=lamp&inStock=true' },
    async run(shop, _, { query: asked, origin, from, session }) {
      if (asked.q) await countSearch(shop, 'search', { session: session?.name, address: from });
      const query = listingQuery(asked);
      const found = await searchGoods(shop, query);
      const [listed, stock, facets] = await Promise.all([
        readProducts(shop, found.rows),
        stockOfProducts(
          shop.db,
          found.rows.map(({ id }) => id)
        ),
        asked.facets === 'true' ? readFacets(shop, found.asked, await storeIds(shop)) : undefined
      ]);
      return {
        products: listed.map((one) => listedAnswer(one, stock, origin)),
        total: found.total,
        isMore: found.isMore,
        page: query.page,
        pages: Math.min(MOST_PAGES, Math.max(1, Math.ceil(found.total / PER_PAGE))),
        near: found.near,
        corrected: found.corrected ?? null,
        facets: facets ? facetsAnswer(facets) : null
      };
    }
  }),
  endpoint({
    method: 'GET',
    path: '/products/{handle}',
    operationId: 'readProduct',
    tag: 'products',
    summary: 'Read one product',
    description: 'With all its variants, what they cost now and how many are free.',
    params: OfProduct,
    status: 200,
    answer: Product,
    refusals: ['not-found'],
    async run(shop, _, { params, origin }) {
      const read = await readProduct(shop, params.handle);
      return read ? productAnswer(read, origin) : refuse('not-found');
    }
  })
];

function listingQuery({ q = '', colour = [], ...asked }: z.infer<typeof Search>): ListingQuery {
  const search = parseSearch(q);
  const min = Math.max(asked.minPriceMinor ?? 0, search.price.minMinor ?? 0);
  const max = Math.min(asked.maxPriceMinor ?? Infinity, search.price.maxMinor ?? Infinity);
  return {
    search,
    looks: [colour].flat().map((look) => look.toLowerCase()),
    inStock: asked.inStock === 'true',
    sort: asked.sort,
    page: asked.page,
    ...(asked.department !== undefined && { department: asked.department }),
    ...(asked.shelf !== undefined && { shelf: asked.shelf }),
    ...(asked.nodeId !== undefined && { nodeId: asked.nodeId }),
    ...(min > 0 && { minMinor: min }),
    ...(max < Infinity && { maxMinor: max })
  };
}

async function storeIds(shop: Shop): Promise<string[]> {
  const { nodes } = await readNetwork(shop);
  return nodes.filter(({ kind }) => kind === 'store').map(({ id }) => id);
}
