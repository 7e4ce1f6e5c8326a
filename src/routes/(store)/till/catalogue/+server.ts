import { json } from '@sveltejs/kit';
import { findPlace } from '#db/queries/shelf.ts';
import { shelfItems } from '#db/queries/till-sales.ts';
import type { TillSlice } from '#lib/commerce/stock/till-sale.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../refused.ts';
import type { RequestHandler } from './$types';

/** More than any store has on its shelves. */
const MOST_ITEMS = 5_000;

/** What this till needs to go on when the network is gone. */
export const GET: RequestHandler = async ({ locals: { shop, actor } }) => {
  const { nodeId, userId, name } = allowed(() => atNode(actor, 'sell-in-store'));
  const { currency, timeZone } = MARKET;
  const place = await findPlace(shop.db, nodeId);
  const slice: Omit<TillSlice, 'aheadMs'> = {
    at: shop.now().toISOString(),
    nodeId,
    place: place?.name ?? nodeId,
    zone: place?.timeZone ?? timeZone,
    currency,
    person: { userId, name },
    items: await shelfItems(shop.db, { nodeId, currency, limit: MOST_ITEMS })
  };
  return json(slice);
};
