import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { promiseVersions } from '#db/queries/promises.ts';
import { scansOf } from '#db/queries/scans.ts';
import { findTracked, moveShipment } from '#db/queries/shipments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { journeyAsked, outcomeOfScans } from './scan-outcome.ts';
import { tellNewDate } from './tell-promise.server.ts';

/**
 * Nobody has said anything of a parcel for long: silence is information. It is judged anew by the clock alone, as it would be by a scan; a
 * date that is other than promised is told. Looking twice at one moment is the same as once.
 */
export async function lookAtParcel(shop: Shop, actor: Actor, input: { trackingNumber: string }): Promise<void> {
  const known = await findTracked(shop.db, input.trackingNumber);
  if (!known) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const at = shop.now();
    const order = await lockOrder(tx, known.orderId);
    const shipment = await findTracked(tx, input.trackingNumber);
    if (!order || !shipment) return;
    const { fulfilmentOrderId, orderId } = shipment;
    const promises = await promiseVersions(tx, fulfilmentOrderId);
    const outcome = outcomeOfScans({
      scans: await scansOf(tx, shipment.id),
      promises,
      ...journeyAsked(shipment),
      holidays: shop.holidays(shipment.country, at),
      carrierEstimate: null,
      now: at
    });
    const { revision } = outcome;
    if (!revision || outcome.deliveredAt) return;
    const stream = orderStream(order);
    await moveShipment(tx, shipment.id, outcome);
    await tellNewDate(tx, record, { orderId, fulfilmentOrderId, last: promises.at(-1), revision, stream, at, newId: shop.newId });
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}
