import { networkNodes } from '#db/queries/delivery.ts';
import { carriedParcels, replaceLaneTimes, type CarriedParcel } from '#db/queries/lane-times.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { deliveryDays } from '../cart/quote.ts';
import { MARKET } from '../stores/market.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import { deliveryServices } from './delivery-rules.ts';
import { LANES_LOOK_BACK_MS, learnLanes, type Journey } from './forecast/lane-times.ts';
import { nodeOf } from './node.ts';
import { zoneOf } from './zones.ts';

/** Enough to know every lane by; more would be read for nothing. */
const MOST_PARCELS = 20_000;

/** Works out anew how long parcels take, from all that were given to carriers of late. Twice at one moment is the same as once. */
export async function learnLaneTimes(shop: Shop, actor: Actor): Promise<{ lanes: number }> {
  const at = shop.now();
  const parcels = await carriedParcels(shop.db, { since: new Date(at.getTime() - LANES_LOOK_BACK_MS), most: MOST_PARCELS });
  const nodes = (await networkNodes(shop.db)).map((node) => nodeOf(node, node.queueDepth));
  const days = deliveryDays(shop.holidays(MARKET.country, at));
  const lanes = learnLanes({ journeys: parcels.flatMap(journeyOf), nodes, carrier: days, destination: days, rules, at });
  await inTransaction(shop, { actor }, async (tx) => replaceLaneTimes(tx, lanes, at));
  return { lanes: lanes.length };
}

function journeyOf({ nodeId, metres, handedOverAt, deliveredAt, ...parcel }: CarriedParcel): Journey[] {
  const service = deliveryServices.find((one) => one === parcel.service);
  const shipBy = parcel.shipBy === null ? null : new Date(parcel.shipBy);
  return service ? [{ nodeId, service, zone: zoneOf(metres, rules.bands), shipBy, handedOverAt, deliveredAt }] : [];
}
