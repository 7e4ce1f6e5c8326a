import { redirect } from '@sveltejs/kit';
import { readScan } from '#lib/commerce/stock/till-lines.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../refused.ts';
import { shelvesFor } from '../shelves-for.ts';
import { filledCart } from './carts-in-hand.ts';
import { findByScan } from './find-barcode.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  const { nodeId } = allowed(() => atNode(actor, 'see-shelf'));
  const { code } = readScan(url.searchParams.get('q') ?? '');
  const cart = await filledCart(shop, actor, url.searchParams.get('cart'));
  const { only, found, misread } = await findByScan(shop.db, code);
  const into = cart ? `?cart=${cart.cartKey}` : '';
  if (only) redirect(303, `/find/${only.variantId}${into}`);
  const variantIds = found.map(({ variantId }) => variantId);
  return { asked: code, found, misread, cart, into, shelf: await shelvesFor(shop, nodeId, variantIds), currency: MARKET.currency };
};
