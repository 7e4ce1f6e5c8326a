import { refusedSignIns } from '#db/queries/refused-sign-ins.ts';
import { priceDifferences } from '#db/queries/till-sales.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

const A_WEEK_MS = 7 * 86_400_000;
const MOST = 100;

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  allowed(() => atDesk(actor));
  const at = shop.now();
  const [differences, refused] = [await priceDifferences(shop.db, MOST), await refusedSignIns(shop.db, new Date(at.getTime() - A_WEEK_MS))];
  return { at, differences, refused };
};
