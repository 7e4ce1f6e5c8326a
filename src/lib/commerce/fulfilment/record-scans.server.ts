import { findParcel, moveParcel, parcelsOf } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder, type OrderHead } from '#db/queries/orders.ts';
import { newestPayment, noteCash } from '#db/queries/payments.ts';
import { setCollected } from '#db/queries/parcel-wishes.ts';
import { insertPromise, promiseVersions, type PromiseVersion } from '#db/queries/promises.ts';
import { enterInbox, insertScans, scansOf, type NewScan } from '#db/queries/scans.ts';
import { keepStray } from '#db/queries/stray-scans.ts';
import { findTracked, moveShipment, type TrackedShipment } from '#db/queries/shipments.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Db, Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { lifeAfter } from '../orders/order-life.ts';
import { orderStream, type OrderStream } from '../orders/order-stream.ts';
import { afterAnswer, owesCash } from '../payments/payment.ts';
import type { CarrierMessage } from './carrier-message.ts';
import { moveOf } from './carrier-status.ts';
import { movedBy } from './parcel.ts';
import { journeyAsked, outcomeOfScans, type ScanOutcome } from './scan-outcome.ts';
import { atTheDoor } from './door-pin.ts';
import { partedByAge, type StrayReason } from './stray-scan.ts';
import { tellNewDate } from './tell-promise.server.ts';

type Work = { tx: Tx; record: Recorder; shop: Shop; order: OrderHead; shipment: TrackedShipment; stream: OrderStream; at: Date };

/**
 * Writes a carrier's news down, once, and draws its consequences: state of the shipment, expected arrival, a new version of
 * the promise when it is news, the end of the parcel and of the order. What fits no parcel of ours, an earlier parcel with its number or one
 * that was cancelled, is laid aside for a person.
 * @returns how many scans were new
 */
export async function recordScans(shop: Shop, actor: Actor, input: CarrierMessage): Promise<{ taken: number }> {
  const known = await findTracked(shop.db, input.trackingNumber);
  if (!known) return layAside(shop.db, shop, { input, reason: 'number-unknown', orderId: null });
  return inTransaction(shop, { actor }, async (tx, record) => {
    const at = shop.now();
    const order = await lockOrder(tx, known.orderId);
    const shipment = await findTracked(tx, input.trackingNumber);
    if (!order || !shipment || !(await enterInbox(tx, input.provider, input.eventId, at))) return { taken: 0 };
    const scans = await ofThisParcel(tx, shop, { input, shipment });
    const fresh = await insertScans(tx, { shipmentId: shipment.id, provider: input.provider, receivedAt: at }, scans);
    if (fresh.size === 0) return { taken: 0 };

    const promises = await promiseVersions(tx, shipment.fulfilmentOrderId);
    const outcome = outcomeOfScans({
      scans: await scansOf(tx, shipment.id),
      promises,
      ...journeyAsked(shipment),
      holidays: shop.holidays(shipment.country, at),
      carrierEstimate: input.carrierEstimate,
      now: at
    });
    for (const reason of outcome.alerts) await layAside(tx, shop, { input, reason, orderId: order.id });
    const work: Work = { tx, record, shop, order, shipment, stream: orderStream(order), at };
    for (const scan of scans.filter(({ id }) => fresh.has(id))) tellScan(work, scan, outcome.state);
    if (shipment.state === 'delivered' && outcome.state === 'delivered') {
      await saveOrder(tx, order.id, { version: work.stream.version, at });
      return { taken: fresh.size };
    }
    await moveShipment(tx, shipment.id, outcome);
    await tellPromise(work, outcome, promises);
    const life = outcome.deliveredAt ? await endParcel(work, outcome.deliveredAt) : order.life;
    await saveOrder(tx, order.id, { life, version: work.stream.version, at });
    return { taken: fresh.size };
  });
}

/** What is said of this parcel, with ids; what is not, or comes though it was cancelled, is laid aside. */
async function ofThisParcel(
  tx: Tx,
  shop: Shop,
  { input, shipment }: { input: CarrierMessage; shipment: TrackedShipment }
): Promise<NewScan[]> {
  const { ours, earlier } = partedByAge(input.scans, shipment.shippedAt);
  const { orderId } = shipment;
  if (earlier.length > 0) await layAside(tx, shop, { input, reason: 'number-reused', orderId });
  const isCalledOff = shipment.parcelState === 'cancelled' && ours.some(isMoving);
  if (isCalledOff) await layAside(tx, shop, { input, reason: 'parcel-cancelled', orderId });
  return isCalledOff ? [] : ours.map((scan) => ({ ...atTheDoor(scan, shipment), id: shop.newId() }));
}

type Aside = { input: CarrierMessage; reason: StrayReason; orderId: string | null };

async function layAside(db: Db | Tx, shop: Shop, { input, reason, orderId }: Aside): Promise<{ taken: 0 }> {
  const { provider, eventId, trackingNumber } = input;
  await keepStray(db, { provider, trackingNumber, reason, orderId, eventId, message: input, at: shop.now() });
  return { taken: 0 };
}

/** It says that somebody has the parcel in hand. */
function isMoving(scan: Pick<NewScan, 'status' | 'detail'>): boolean {
  const move = moveOf(scan);
  return move !== null && move.type !== 'void-label';
}

function tellScan({ record, stream, shipment }: Work, scan: NewScan, state: ScanOutcome['state']): void {
  const { status, detail, message, city } = scan;
  const about = { fulfilmentOrderId: shipment.fulfilmentOrderId, shipmentId: shipment.id };
  record(
    stream.next({ type: 'shipment.scanned', ...about, status, detail, message, city, occurredAt: scan.occurredAt.toISOString(), state })
  );
}

/** A version for a new date, and a last one for the verdict; none is ever changed. */
async function tellPromise(
  { tx, record, stream, shipment, shop, at }: Work,
  outcome: ScanOutcome,
  promises: PromiseVersion[]
): Promise<void> {
  const last = promises.at(-1);
  if (!last) return;
  const number = last.number + 1;
  const { fulfilmentOrderId, orderId } = shipment;
  const version = { ...last, id: shop.newId(), orderId, fulfilmentOrderId, number, detail: '', inputs: {}, at };
  const { revision } = outcome;
  if (revision) await tellNewDate(tx, record, { orderId, fulfilmentOrderId, last, revision, stream, at, newId: shop.newId });
  if (outcome.verdict) {
    const { state, keptFirst } = outcome.verdict;
    await insertPromise(tx, { ...version, state, reason: 'delivered' });
    if (state === 'kept') record(stream.next({ type: 'promise.kept', fulfilmentOrderId, number, keptFirst }));
    else record(stream.next({ type: 'promise.broken', fulfilmentOrderId, number }));
  }
}

/** It is there: cash at the door is counted, the parcel is closed, and with the last parcel the order is done. */
async function endParcel({ tx, record, stream, order, shipment, shop, at }: Work, deliveredAt: Date): Promise<OrderHead['life']> {
  const { fulfilmentOrderId, id: shipmentId } = shipment;
  record(stream.next({ type: 'shipment.delivered', fulfilmentOrderId, shipmentId, deliveredAt: deliveredAt.toISOString() }));
  const parcel = await findParcel(tx, fulfilmentOrderId);
  if (parcel?.state === 'shipped' && shipment.collectNodeId !== null) {
    const nodeId = shipment.collectNodeId;
    await setCollected(tx, parcel.id, { nodeId, collectCode: shop.newCode(6) });
    await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'arrive' }));
    record(stream.next({ type: 'fo.ready', fulfilmentOrderId, nodeId }));
  } else if (parcel?.state === 'shipped') await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'all-delivered' }));
  const parcels = await parcelsOf(tx, order.id);
  const payment = await newestPayment(tx, order.id);
  const isLast = parcels.every((one) => one.method !== 'ship' || one.state === 'closed' || one.state === 'cancelled');
  if (isLast && payment?.method === 'cash_on_delivery' && owesCash(payment)) {
    const { state } = afterAnswer(payment, { outcome: 'captured', reference: 'cash' });
    await noteCash(tx, payment, { orderId: order.id, transactionId: shop.newId(), state, at });
    const { id: paymentId, amountMinor, currency } = payment;
    record(stream.next({ type: 'payment.captured', paymentId, amountMinor, currency, reference: 'cash', late: false }));
  }
  const life = lifeAfter(
    order.life,
    parcels.map((one) => one.state)
  );
  if (life === 'completed') record(stream.next({ type: 'order.completed' }));
  return life;
}
