import type { NodePlace } from '#db/queries/nodes.ts';
import { doorsOf } from '#lib/commerce/catalog/promise-table.ts';
import { dayNames } from '#lib/commerce/fulfilment/calendar.ts';
import { shownRate } from '#lib/commerce/fulfilment/kept-rate.ts';
import { nodeOf } from '#lib/commerce/fulfilment/node.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { readNetwork } from '#lib/commerce/stores/read-places.server.ts';
import { metresBetween, type Point } from '#lib/kernel/geo.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { knownPostcode } from '../known-postcode.ts';
import { KnownPostcode, NearWhere, OfPostcode, Stores } from '../schemas/store.ts';
import { Nothing } from '../schemas.ts';

export const storeEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/stores',
    operationId: 'listStores',
    tag: 'stores',
    summary: 'Our stores, and whether their doors are open',
    params: Nothing,
    query: NearWhere,
    status: 200,
    answer: Stores,
    refusals: ['unknown-postcode'],
    example: { query: 'postcode=560038' },
    async run(shop, _, { query }) {
      const near = query.postcode === undefined ? undefined : await knownPostcode(shop, query.postcode);
      const { places } = await readNetwork(shop);
      const stores = places.filter(({ kind }) => kind === 'store').map((place) => storeAnswer(place, near, shop.now()));
      return { stores: stores.toSorted((a, b) => (a.metres ?? 0) - (b.metres ?? 0) || (a.name < b.name ? -1 : 1)) };
    }
  }),
  endpoint({
    method: 'GET',
    path: '/postcodes/{postcode}',
    operationId: 'readPostcode',
    tag: 'stores',
    summary: 'Whether we know a postcode, and where it lies',
    params: OfPostcode,
    status: 200,
    answer: KnownPostcode,
    refusals: ['unknown-postcode'],
    async run(shop, _, { params }) {
      const { code: postcode, city, state, lat, lng } = await knownPostcode(shop, params.postcode);
      return { postcode, country: MARKET.country, city, state, lat, lng };
    }
  })
];

function storeAnswer(place: NodePlace, near: Point | undefined, at: Date) {
  const { id: nodeId, name, address, city, postcode, country, lat, lng, phone, timeZone, opening } = place;
  const node = nodeOf(place, place.queueDepth);
  return {
    nodeId,
    name,
    address,
    city,
    postcode,
    country,
    lat,
    lng,
    phone,
    timeZone,
    metres: near ? Math.round(metresBetween(near, node.place)) : null,
    ...(node.isUp ? doorsOf(node.calendar, at) : { isOpen: false, closes: null, opens: null }),
    opening: dayNames.flatMap((day) => (opening[day] ? [{ day, opens: opening[day][0], closes: opening[day][1] }] : [])),
    closedDates: [...place.closedDates],
    collects: node.isUp && node.cutOffs.pickup !== undefined,
    collectKept: shownRate(place.keptRates, 'pickup') ?? null
  };
}
