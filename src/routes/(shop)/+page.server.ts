import { awayText, bringTime, collectPhrase, hoursText } from '#lib/commerce/catalog/board-words.ts';
import { readListing } from '#lib/commerce/catalog/listing-address.ts';
import { readCards } from '#lib/commerce/catalog/read-catalog.server.ts';
import { readDepartments } from '#lib/commerce/catalog/read-facets.server.ts';
import { searchGoods } from '#lib/commerce/catalog/search-goods.server.ts';
import { deliveryRulesV1 } from '#lib/commerce/fulfilment/delivery-rules-v1.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { readPromises, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { postcodeFrom } from '#lib/server/postcode-cookie.ts';
import type { PageServerLoad } from './$types';

const SHOWN = 8;
const EVERYTHING = readListing(new URLSearchParams());

export const load: PageServerLoad = async ({ cookies, locals: { shop } }) => {
  const place = await readVisitorPlace(shop, postcodeFrom(cookies));
  const [departments, table, found] = await Promise.all([readDepartments(shop), readPromises(shop, place), searchGoods(shop, EVERYTHING)]);
  const { cards, ways } = await readCards(shop, found.rows.slice(0, SHOWN), { table, zone: MARKET.timeZone });
  const now = shop.now();
  const [soonest] = table.ways.flatMap(({ delivery }) => delivery.standard ?? []).toSorted((a, b) => (a.until < b.until ? -1 : 1));
  const store = table.ways.find(({ kind, collect }) => kind === 'store' && collect);
  return {
    departments,
    cards,
    ways,
    place: place?.code ?? '',
    /** When something in stock near the visitor could be there, by each way. */
    bring: soonest ? bringTime(soonest, now, MARKET.timeZone).big : null,
    collect: store?.collect
      ? {
          name: store.name,
          time: collectPhrase(store.collect, now, MARKET.timeZone),
          doors: hoursText(store.doors, now, MARKET.timeZone),
          away: awayText(store.metres)
        }
      : null,
    freeFromMinor: deliveryRulesV1.tariffs[MARKET.currency]?.standard?.freeFrom ?? null
  };
};
