import { redirect } from '@sveltejs/kit';
import { findPlace, shortages } from '#db/queries/shelf.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../refused.ts';
import { findItems } from '../find-items.ts';
import { withShelves } from '../with-shelves.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  const { nodeId } = allowed(() => atNode(actor, 'see-shelf'));
  const asked = url.searchParams.get('q')?.trim() ?? '';
  const { only, found } = await findItems(shop.db, asked);
  if (only) redirect(303, `/stock/${only.variantId}`);
  return {
    at: shop.now(),
    place: await findPlace(shop.db, nodeId),
    asked,
    found: await withShelves(shop.db, nodeId, found),
    short: await shortages(shop.db, nodeId),
    currency: MARKET.currency
  };
};
