import { wishedParcel } from '#db/queries/parcel-wishes.ts';
import { promiseVersions } from '#db/queries/promises.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../stores/market.ts';
import { openWishes } from './travel-wish.ts';
import { wishPromise } from './wish-promise.ts';

/** Instants are ISO texts. */
export type ShownWishes = { days: { day: string; from: string; until: string }[]; safePlace: boolean; pin: boolean };

/** What its shopper may ask of a parcel at this moment; nothing of one that is not there. */
export async function readWishes(shop: Shop, fulfilmentOrderId: string): Promise<ShownWishes> {
  const row = await wishedParcel(shop.db, fulfilmentOrderId);
  if (!row) return { days: [], safePlace: false, pin: false };
  const at = shop.now();
  const promise = wishPromise(await promiseVersions(shop.db, fulfilmentOrderId));
  const open = openWishes({ ...row, promise }, { can: shop.carrier.canInstruct, holidays: shop.holidays(MARKET.country, at), at });
  return { ...open, days: open.days.map(({ day, from, until }) => ({ day, from: from.toISOString(), until: until.toISOString() })) };
}
