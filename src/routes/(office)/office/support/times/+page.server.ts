import { timesByAbout, timesByWeek } from '#db/queries/support-times.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { overTalks } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../../(store)/refused.ts';
import { timesSpan } from './times-span.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  allowed(() => overTalks(actor));
  const { days, span } = timesSpan(url, shop.now());
  const [weeks, abouts] = await Promise.all([timesByWeek(shop.db, { ...span, zone: MARKET.timeZone }), timesByAbout(shop.db, span)]);
  return { days, weeks, abouts, zone: MARKET.timeZone };
};
