import { networkNodes } from '#db/queries/delivery.ts';
import { wishedParcel } from '#db/queries/parcel-wishes.ts';
import { promiseVersions } from '#db/queries/promises.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { WishKind } from '../fulfilment/carrier.ts';
import { decideDelivery } from '../policies/decide-delivery.ts';
import type { Ruling } from '../policies/policy.ts';
import { MARKET } from '../stores/market.ts';
import { openWishes } from './travel-wish.ts';
import { storesNear, wishPromise } from './wish-promise.ts';

/** Instants are ISO texts. */
export type ShownWishes = {
  days: { day: string; from: string; until: string }[];
  safePlace: boolean;
  pin: boolean;
  stores: { nodeId: string; name: string; metres: number; from: string; until: string }[];
};

/** What its shopper may ask of a parcel at this moment; nothing of one that is not there. */
export async function readWishes(shop: Shop, fulfilmentOrderId: string): Promise<ShownWishes> {
  const row = await wishedParcel(shop.db, fulfilmentOrderId);
  if (!row) return { days: [], safePlace: false, pin: false, stores: [] };
  const at = shop.now();
  const promise = wishPromise(await promiseVersions(shop.db, fulfilmentOrderId));
  const open = openWishes(
    { ...row, promise, stores: storesNear(await networkNodes(shop.db), row) },
    { can: shop.carrier.canInstruct, holidays: shop.holidays(MARKET.country, at), at }
  );
  const may = (kind: WishKind): boolean => decideDelivery(row.policy, row, kind).allowed;
  const stores = (may('collect') ? open.stores : []).map(({ from, until, ...store }) => ({
    ...store,
    from: from.toISOString(),
    until: until.toISOString()
  }));
  return {
    safePlace: open.safePlace && may('safe-place'),
    pin: open.pin && may('pin'),
    stores,
    days: (may('day') ? open.days : []).map(({ day, from, until }) => ({ day, from: from.toISOString(), until: until.toISOString() }))
  };
}

/** What the policy of its order says of such a wish, with the rule that says it. Refuses `not-found`. */
export async function readWishRuling(shop: Shop, fulfilmentOrderId: string, kind: WishKind): Promise<Ruling> {
  const row = (await wishedParcel(shop.db, fulfilmentOrderId)) ?? refuse('not-found');
  return decideDelivery(row.policy, row, kind);
}
