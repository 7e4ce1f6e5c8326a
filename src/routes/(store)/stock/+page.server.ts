import { redirect } from '@sveltejs/kit';
import { shortages } from '#db/queries/shelf.ts';
import { boxesAt } from '#db/queries/transfers.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../refused.ts';
import { findItems } from '../find-items.ts';
import { shelvesFor } from '../shelves-for.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  const { nodeId } = allowed(() => atNode(actor, 'see-shelf'));
  const asked = url.searchParams.get('q')?.trim() ?? '';
  const { only, found } = await findItems(shop.db, asked);
  if (only) redirect(303, `/stock/${only.variantId}`);
  return {
    shelf: await shelvesFor(
      shop,
      nodeId,
      found.map(({ variantId }) => variantId)
    ),
    asked,
    found,
    short: await shortages(shop.db, nodeId),
    coming: (await boxesAt(shop.db, nodeId)).filter(({ toNodeId, state }) => toNodeId === nodeId && state === 'in_transit').length
  };
};
