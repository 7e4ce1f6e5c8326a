import { timesByAbout, timesByWeek } from '#db/queries/support-times.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { overTalks } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../../(store)/refused.ts';
import { timesCsv } from '../times/times-csv.ts';
import { timesSpan } from '../times/times-span.ts';
import type { RequestHandler } from './$types';

/** How fast we were, as a file for a spreadsheet. */
export const GET: RequestHandler = async ({ url, locals: { shop, actor } }) => {
  allowed(() => overTalks(actor));
  const { days, span } = timesSpan(url, shop.now());
  const [weeks, abouts] = await Promise.all([timesByWeek(shop.db, { ...span, zone: MARKET.timeZone }), timesByAbout(shop.db, span)]);
  return new Response(timesCsv({ weeks, abouts }), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="support-of-${days}-days.csv"`,
      'cache-control': 'private, no-store'
    }
  });
};
