import { noteTold, untoldWish } from '#db/queries/parcel-wishes.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isCarrierRefused } from './carrier.ts';

/** Tells the carrier what the shopper wishes by now. Runs as a job, so perhaps twice: all of it is told each time. */
export async function instructCarrier(shop: Shop, input: { fulfilmentOrderId: string }): Promise<void> {
  const wish = await untoldWish(shop.db, input.fulfilmentOrderId);
  if (!wish) return;
  const { trackingNumber, at: wishedAt, ...instructions } = wish;
  const refused = await shop.carrier.instruct(trackingNumber, instructions).then(() => '', reasonOf);
  await noteTold(shop.db, input.fulfilmentOrderId, { wishedAt, at: shop.now(), refused });
}

function reasonOf(fault: unknown): string {
  if (!isCarrierRefused(fault)) throw fault;
  return fault.message;
}
