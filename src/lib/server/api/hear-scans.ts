import { returnShipmentOfNumber } from '#db/queries/return-shipments.ts';
import type { CarrierMessage } from '#lib/commerce/fulfilment/carrier-message.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';

/** A carrier's news, of what goes out or of what comes back: the number says which. */
export async function hearScans(shop: Shop, news: CarrierMessage): Promise<{ taken: number }> {
  const isReturn = await returnShipmentOfNumber(shop.db, news.trackingNumber);
  return isReturn ? recordReturnScans(shop, SYSTEM, news) : recordScans(shop, SYSTEM, news);
}
