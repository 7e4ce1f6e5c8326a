import { returnCosts, returnCostsByPlace } from '#db/queries/return-office.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../../(store)/refused.ts';
import { costCsv } from '../cost-csv.ts';
import { costSpan } from '../cost-span.ts';
import type { RequestHandler } from './$types';

const MOST = 10_000;

/** What came back, and why, as a file for a spreadsheet. */
export const GET: RequestHandler = async ({ url, locals: { shop, actor } }) => {
  allowed(() => atDesk(actor));
  const { days, within } = costSpan(url, shop.now());
  const [costs, places] = await Promise.all([returnCosts(shop.db, within, MOST), returnCostsByPlace(shop.db, within)]);
  return new Response(costCsv({ costs, places, currency: MARKET.currency }), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="returns-of-${days}-days.csv"`,
      'cache-control': 'private, no-store'
    }
  });
};
