import type { CarrierDetail, CarrierStatus } from '#lib/commerce/fulfilment/carrier-status.ts';
import type { PromiseState } from '#lib/commerce/fulfilment/promise.machine.ts';
import type { TrackedLine, TrackedOrder, TrackedParcel } from '#lib/commerce/orders/tracked-order.ts';
import type { PaymentOutcome } from '#lib/commerce/payments/payment.ts';

/** The database prints times with an offset; the API says them all in one way. */
const iso = (time: string | Date): string => new Date(time).toISOString();
const isoOrNull = (time: string | Date | null): string | null => time && iso(time);

/** An order as its key holder may see it, without contact and address. */
export function orderAnswer(order: TrackedOrder, origin: string) {
  const { id, number, life, version, currency, goodsMinor, deliveryMinor, taxIncludedMinor, totalMinor } = order;
  return {
    id,
    number,
    life,
    version,
    currency,
    goodsMinor,
    deliveryMinor,
    taxIncludedMinor,
    totalMinor,
    placedAt: iso(order.placedAt),
    payBy: isoOrNull(order.payBy),
    lines: order.lines.map(lineAnswer),
    payment: order.payment && paymentAnswer(order.payment, origin),
    parcels: order.parcels.map(parcelAnswer)
  };
}

/** What the bank said. Its page is shown by its whole address. */
export function outcomeAnswer(outcome: PaymentOutcome, origin: string) {
  return {
    outcome: outcome.outcome,
    reason: 'reason' in outcome ? outcome.reason : null,
    actionUrl: 'actionUrl' in outcome ? new URL(outcome.actionUrl, origin).href : null,
    restMinor: null
  };
}

/** What is with us is there at once. */
export const balanceAnswer = ({ restMinor }: { restMinor: number }) => ({
  outcome: 'captured' as const,
  reason: null,
  actionUrl: null,
  restMinor
});

function lineAnswer({ id, variantId, title, handle, options, sku, quantity, unitPriceMinor }: TrackedLine) {
  return { id, variantId, title, handle, options, sku, quantity, unitPriceMinor };
}

function paymentAnswer(payment: NonNullable<TrackedOrder['payment']>, origin: string) {
  const { method, state, amountMinor, capturedMinor, toTakeMinor, actionUrl } = payment;
  const waits = state === 'pending' && actionUrl !== null;
  return { method, state, amountMinor, capturedMinor, toTakeMinor, actionUrl: waits ? new URL(actionUrl, origin).href : null };
}

function parcelAnswer(parcel: TrackedParcel) {
  const { id, method, service, state, nodeId, nodeName, lines, shipmentState, carrier, trackingNumber, collectCode } = parcel;
  return {
    id,
    method,
    service,
    state,
    nodeId,
    nodeName,
    lines: lines.map(({ instead = null, ...line }) => ({ ...line, instead })),
    shipmentState,
    carrier,
    trackingNumber,
    collectCode,
    estimateFrom: isoOrNull(parcel.estimateFrom),
    estimateUntil: isoOrNull(parcel.estimateUntil),
    deliveredAt: isoOrNull(parcel.deliveredAt),
    promises: parcel.promises.map(promiseAnswer),
    scans: parcel.scans.map(scanAnswer)
  };
}

function promiseAnswer({ number, state, reason, ...times }: TrackedParcel['promises'][number]) {
  return {
    number,
    state: state as PromiseState,
    reason,
    deliverFrom: iso(times.deliverFrom),
    deliverUntil: iso(times.deliverUntil),
    at: iso(times.at)
  };
}

function scanAnswer({ message, city, ...scan }: TrackedParcel['scans'][number]) {
  const word = { status: scan.status as CarrierStatus, detail: scan.detail as CarrierDetail };
  return { ...word, message, city, occurredAt: iso(scan.occurredAt), receivedAt: iso(scan.receivedAt) };
}
