import { keptByMonth, type KeptMonth } from '#db/queries/kept-rates.ts';
import { unplacedPostcodes } from '#db/queries/unplaced-postcodes.ts';
import { networkNodes } from '#db/queries/delivery.ts';
import { deliveryDays } from '#lib/commerce/cart/quote.ts';
import { deliveryRulesV1 as rules } from '#lib/commerce/fulfilment/delivery-rules-v1.ts';
import { KEPT_LOOK_BACK_MS, MOST_JUDGED } from '#lib/commerce/fulfilment/kept-rate.ts';
import { nodeOf } from '#lib/commerce/fulfilment/node.ts';
import { silentPlaces } from '#lib/commerce/fulfilment/silent-places.ts';
import { transitOf } from '#lib/commerce/fulfilment/zones.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

const MOST_UNPLACED = 50;

/** What was promised, what of it was kept, what that teaches, and who can promise nothing. */
export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  allowed(() => atDesk(actor));
  const at = shop.now();
  const span = { since: new Date(at.getTime() - KEPT_LOOK_BACK_MS), at, most: MOST_JUDGED, zone: MARKET.timeZone };
  const [months, places, unplaced] = await Promise.all([
    keptByMonth(shop.db, span),
    networkNodes(shop.db),
    unplacedPostcodes(shop.db, MOST_UNPLACED)
  ]);
  const nodes = places.map((place) => nodeOf(place, place.queueDepth));
  return {
    at,
    unplaced,
    places: placesOf(months),
    silent: silentPlaces(nodes, { rules, carrier: deliveryDays(shop.holidays(MARKET.country, at)), at }),
    lanes: nodes.flatMap(({ name, laneTimes = [] }) =>
      laneTimes.map(({ service, zone, unit, p50, p90, level, n, late }) => {
        const table = transitOf(rules, service, zone);
        return {
          name,
          service,
          zone,
          unit,
          p50,
          p90,
          level,
          n,
          late: late.p90,
          table: table === undefined || table === 'unknown' ? null : table
        };
      })
    )
  };
};

function placesOf(months: KeptMonth[]): { name: string; months: KeptMonth[] }[] {
  const groups = [...Map.groupBy(months, ({ nodeId }) => nodeId).values()];
  return groups.map((some) => ({ name: some[0]?.nodeName ?? '', months: some })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
