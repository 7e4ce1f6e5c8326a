import { refusedSignIns } from '#db/queries/refused-sign-ins.ts';
import { priceDifferences } from '#db/queries/till-sales.ts';
import { boxDifferences, owedMoney, shortShelves } from '#db/queries/watch.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

const AN_HOUR_MS = 3_600_000;
const A_WEEK_MS = 168 * AN_HOUR_MS;
const MOST = 100;

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  allowed(() => atDesk(actor));
  const at = shop.now();
  const [differences, refused] = [await priceDifferences(shop.db, MOST), await refusedSignIns(shop.db, new Date(at.getTime() - A_WEEK_MS))];
  const owed = await owedMoney(shop.db, new Date(at.getTime() - AN_HOUR_MS), MOST);
  const [short, boxes] = [await shortShelves(shop.db, MOST), await boxDifferences(shop.db, MOST)];
  return { at, short, owed, boxes, differences, refused };
};
