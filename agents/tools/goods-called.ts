import { goodsOf, productCalled, type Goods } from '#db/queries/support-goods.ts';
import { searchGoods } from '#lib/commerce/catalog/search-goods.server.ts';
import { parseSearch } from '#lib/commerce/catalog/search-query.ts';
import type { Shop } from '#lib/server/shop.ts';
import { makesSaid } from '../understanding/slots/make-said.ts';
import type { Ground } from './tool.ts';

const MOST = 5;

/** What is for sale and called so: by a code or an id exactly that, else the nearest by its words. `variantId`: the make that the code names. */
export async function goodsCalled(shop: Shop, name: string): Promise<{ goods: Goods[]; variantId: string | null; isExact: boolean }> {
  const exact = await productCalled(shop.db, name);
  if (exact) return { goods: await goodsOf(shop.db, [exact.productId]), variantId: exact.variantId, isExact: true };
  const found = await searchGoods(shop, { search: parseSearch(name), looks: [], inStock: false, sort: 'relevance', page: 1 });
  const isExact = found.near === 'exact';
  if (!isExact && found.near !== 'some-words') return { goods: [], variantId: null, isExact: false };
  const ids = found.rows.slice(0, MOST).map(({ id }) => id);
  return { goods: await goodsOf(shop.db, ids), variantId: null, isExact };
}

type Called = { product: string; option: string; variantId: string | null };

/** The makes that somebody speaks of: the one with that code, those with that option, or with one that stands in what they call the thing; else all. */
export function makesCalled({ variants }: Goods, { product, option, variantId }: Called): Goods['variants'] {
  if (variantId !== null) return variants.filter(({ id }) => id === variantId);
  const called = variants.filter(({ options }) => options.join(', ').toLowerCase().includes(option.toLowerCase()));
  if (called.length > 0 && option !== '') return called;
  const said = makesSaid(`${product} ${option}`, variants);
  return said.length > 0 || option !== '' ? said : called;
}

export const groundsOf = (goods: readonly Goods[]): Ground[] =>
  goods.map(({ id, version }) => ({ what: 'product', id: `product:${id}@${version}`, at: null }));
