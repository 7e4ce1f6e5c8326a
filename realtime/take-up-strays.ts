import { endStray, unknownNews } from '#db/queries/stray-scans.ts';
import type { CarrierMessage } from '#lib/commerce/fulfilment/carrier-message.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';

type KeptScan = Omit<CarrierMessage['scans'][number], 'occurredAt'> & { occurredAt: string };
type KeptNews = Omit<CarrierMessage, 'carrierEstimate' | 'scans'> & { carrierEstimate: string | null; scans: KeptScan[] };

/** What a carrier said of a number before we had written down whose it is: a carrier may be faster than its own answer. */
export async function takeUpStrays(shop: Shop, { trackingNumber }: { trackingNumber: string }): Promise<void> {
  for (const { provider, message } of await unknownNews(shop.db, trackingNumber)) {
    // oxlint-disable-next-line no-await-in-loop -- one provider, seldom two
    await recordScans(shop, SYSTEM, newsFrom(message as KeptNews));
    // oxlint-disable-next-line no-await-in-loop -- as above
    await endStray(shop.db, { provider, trackingNumber, reason: 'number-unknown' }, shop.now());
  }
}

function newsFrom({ carrierEstimate, scans, ...news }: KeptNews): CarrierMessage {
  return {
    ...news,
    carrierEstimate: carrierEstimate === null ? null : new Date(carrierEstimate),
    scans: scans.map((scan) => ({ ...scan, occurredAt: new Date(scan.occurredAt) }))
  };
}
