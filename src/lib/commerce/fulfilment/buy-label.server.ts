import { isNumberInUse, keepCarrierRef, keepLabel, sendingOf, setLabelState, shipmentOf } from '#db/queries/carrier-labels.ts';
import { findParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { insertShipment } from '#db/queries/shipments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { isCarrierRefused, type CarrierLabel, type CarrierLabels } from './carrier.ts';

type Wanted = { id: string; orderId: string; fulfilmentOrderId: string; carrierRef: string | null };

/**
 * Gets a packed parcel the label of a carrier that prints its own. The wish is written down, the carrier asked outside any transaction, its
 * answer written down: what breaks off in between goes on where it was, and buys nothing twice. What the carrier refuses waits for a person.
 */
export async function buyLabel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  const { labels } = shop.carrier;
  if (!labels) return;
  const wanted = await wish(shop, actor, input.fulfilmentOrderId);
  if (!wanted) return;
  try {
    await answer(shop, actor, wanted, await bought(shop, labels, wanted));
  } catch (fault) {
    if (!isCarrierRefused(fault)) throw fault;
    await setLabelState(shop.db, wanted.id, 'refused', fault.message);
  }
}

/** What is still to be bought; undefined when nothing is. */
async function wish(shop: Shop, actor: Actor, fulfilmentOrderId: string): Promise<Wanted | undefined> {
  const found = await findParcel(shop.db, fulfilmentOrderId);
  if (!found) return undefined;
  return inTransaction(shop, { actor }, async (tx) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findParcel(tx, found.id);
    if (!order || parcel?.state !== 'packed' || parcel.method !== 'ship') return undefined;
    const about = { orderId: order.id, fulfilmentOrderId };
    const shipment = await shipmentOf(tx, parcel.id);
    if (shipment) return shipment.labelState === 'wanted' ? { ...about, ...shipment } : undefined;
    const id = shop.newId();
    const { service } = parcel;
    await insertShipment(tx, { id, fulfilmentOrderId, carrier: shop.carrier.name, service, trackingNumber: null, at: shop.now() });
    return { ...about, id, carrierRef: null };
  });
}

async function bought(shop: Shop, labels: CarrierLabels, { id, carrierRef }: Wanted): Promise<CarrierLabel> {
  const sending = await sendingOf(shop.db, id);
  if (!sending) throw new Error(`shipment ${id} goes nowhere`);
  const ref = carrierRef ?? (await keepCarrierRef(shop.db, id, await labels.draft(sending)));
  return labels.buy(ref, sending.service);
}

async function answer(shop: Shop, actor: Actor, { id, orderId, fulfilmentOrderId }: Wanted, label: CarrierLabel): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const shipment = await shipmentOf(tx, fulfilmentOrderId);
    // What was called off meanwhile is written down as well: whoever called it off gives it back then.
    if (!order || !shipment || shipment.labelState === 'bought') return;
    const { trackingNumber } = label;
    if (await isNumberInUse(tx, { trackingNumber, not: id })) {
      await setLabelState(tx, id, 'refused', `another parcel under way has the number ${trackingNumber}`);
      return;
    }
    const at = shop.now();
    await keepLabel(tx, id, { ...label, at });
    const stream = orderStream(order);
    record(stream.next({ type: 'fo.labelled', fulfilmentOrderId, shipmentId: id, trackingNumber }));
    await saveOrder(tx, order.id, { version: stream.version, at });
  });
}
