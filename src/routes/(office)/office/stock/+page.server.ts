import { nodesAtWork } from '#db/queries/office.ts';
import { shortages } from '#db/queries/shelf.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  allowed(() => atDesk(actor));
  return { at: shop.now(), nodes: await nodesAtWork(shop.db), short: await shortages(shop.db) };
};
