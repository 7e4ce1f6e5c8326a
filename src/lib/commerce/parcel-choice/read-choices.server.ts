import { openChoicesOf, sumsOf, unfilledParcel } from '#db/queries/parcel-choices.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import type { Shop } from '#lib/server/shop.ts';
import { otherWays } from './other-ways.ts';
import { waysOn, type WayOn } from './ways-on.ts';

/** What a shopper is asked about one parcel, by what there is now. `refundMinor`: what its things cost, in the order's currency. */
export type AskedChoice = {
  fulfilmentOrderId: string;
  reason: string;
  /** The place that could not fill it. */
  fromName: string;
  /** ISO: after it the money goes back. */
  decideBy: string;
  refundMinor: number;
  ways: (Pick<WayOn, 'id' | 'kind' | 'nodeName' | 'metres' | 'options'> & { from: string; until: string; parcels: number })[];
};

/** All that is asked about an order now; mostly nothing. */
export async function readChoices(shop: Shop, orderId: string): Promise<AskedChoice[]> {
  const parcels = await openChoicesOf(shop.db, orderId);
  const asked = await Promise.all(parcels.map(async (id) => readChoice(shop, id)));
  return asked.filter((one) => one !== undefined);
}

async function readChoice(shop: Shop, fulfilmentOrderId: string): Promise<AskedChoice | undefined> {
  const parcel = await unfilledParcel(shop.db, fulfilmentOrderId);
  if (!parcel?.choice) return undefined;
  const at = shop.now();
  const { reason, decideBy, fromNodeId } = parcel.choice;
  const ways = waysOn(parcel, { holidays: shop.holidays(parcel.order.country, at), at });
  return {
    fulfilmentOrderId,
    reason,
    fromName: parcel.nodes.find(({ id }) => id === fromNodeId)?.name ?? '',
    decideBy,
    refundMinor: (await sumsOf(shop.db, fulfilmentOrderId)).goodsMinor,
    ways: ways.map(shown)
  };
}

/** How a parcel that nobody has begun with could come instead, by what there is now; empty when it may not be changed. */
export async function readOtherWays(shop: Shop, fulfilmentOrderId: string): Promise<AskedChoice['ways']> {
  const parcel = await unfilledParcel(shop.db, fulfilmentOrderId);
  if (!parcel) return [];
  const policy = await policyOfOrder(shop.db, parcel.order.id);
  const at = shop.now();
  return otherWays(parcel, { policy, holidays: shop.holidays(parcel.order.country, at), at }).map(shown);
}

function shown({ id, kind, nodeName, metres, options, from, until, to }: WayOn): AskedChoice['ways'][number] {
  return { id, kind, nodeName, metres, options, from: from.toISOString(), until: until.toISOString(), parcels: to.parcels.length };
}
