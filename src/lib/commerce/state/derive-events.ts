import { ofChange } from './change-rows.ts';
import { ofReturn } from './derive-return-events.ts';
import { orderTopic } from '../orders/order.events.ts';
import type { DerivedOrder, DerivedParcel, DerivedPayment, DerivedTransaction, Moment, Step } from './order-facts.ts';
import type { OrderStreamEvent, Told } from './told.ts';

type Body = Told['event'];

/** Everything that happened to the order, as the shop would have written it down when it happened, in that order. */
export function deriveEvents(order: DerivedOrder): Told[] {
  const told = [
    ...placed(order),
    ...order.payments.flatMap((payment) => ofPayment(payment, order)),
    ...order.parcels.flatMap((parcel) => ofParcel(parcel)),
    ...order.changes.flatMap(ofChange),
    ...order.returns.flatMap((returned) => ofReturn(returned, order)),
    ...ending(order)
  ];
  return told.toSorted((a, b) => (a.at === b.at ? a.rank - b.rank : a.at < b.at ? -1 : 1));
}

/** As the log has them: numbered on from what is there. */
export function numbered(orderId: string, told: Told[], from: number): { event: OrderStreamEvent; at: string; isInferred: boolean }[] {
  return told.map(({ event, at, isInferred }, index) => ({
    event: { ...event, topic: orderTopic(orderId), orderId, version: from + index + 1 } as OrderStreamEvent,
    at,
    isInferred
  }));
}

function placed(order: DerivedOrder): Told[] {
  const { record, lines, parcels, life } = order;
  const at = record.placed_at;
  const event: Body = {
    type: 'order.placed',
    number: record.number ?? '',
    cartId: null,
    currency: order.currency,
    totalMinor: order.totalMinor,
    lines: lines.map(({ variantId, quantity, unitPriceMinor }) => ({ variantId, quantity, unitPriceMinor })),
    parcels: parcels.map(({ id, nodeId, method }) => ({ fulfilmentOrderId: id, nodeId: nodeId ?? '', method }))
  };
  const confirmed = ['confirmed', 'completed', 'closed'].includes(life) || record.confirmed_at;
  const paidAt = order.payments.find(({ capturedMinor }) => capturedMinor > 0)?.at;
  const confirmedAt = record.confirmed_at ?? paidAt ?? at;
  return [
    { at, rank: 0, event, isInferred: false },
    ...(confirmed
      ? [{ at: confirmedAt, rank: 3, event: { type: 'order.confirmed', isReleased: true } as const, isInferred: !record.confirmed_at }]
      : [])
  ];
}

function ending({ record, life, parcels }: DerivedOrder): Told[] {
  const last = parcels
    .flatMap(({ moments }) => Object.values(moments).map(({ at }) => at))
    .reduce((most, at) => (at > most ? at : most), record.placed_at);
  if (life === 'cancelled') {
    const event = { type: 'order.cancelled', reason: record.cancel_reason ?? 'imported' } as const;
    return [{ at: record.cancelled_at ?? last, rank: 9, event, isInferred: !record.cancelled_at }];
  }
  if (life !== 'completed' && life !== 'closed') return [];
  return [{ at: record.completed_at ?? last, rank: 9, event: { type: 'order.completed' }, isInferred: !record.completed_at }];
}

function ofPayment(
  { id: paymentId, method, capturedMinor, transactions, at, isInferred }: DerivedPayment,
  { currency }: DerivedOrder
): Told[] {
  const cash: Told[] =
    method === 'cash' && capturedMinor > 0
      ? [
          {
            at,
            rank: 2,
            event: { type: 'payment.captured', paymentId, amountMinor: capturedMinor, currency, reference: '', late: false },
            isInferred
          }
        ]
      : [];
  const moved = transactions.flatMap((transaction): Told[] => {
    const event = eventOf(transaction, { paymentId, amountMinor: transaction.amountMinor, currency });
    const rank = transaction.parcelId === null ? RANK_OF[transaction.kind] : RANK_LEFT;
    return event ? [{ at: transaction.endedAt ?? transaction.at, rank, event, isInferred }] : [];
  });
  return [...cash, ...moved];
}

const RANK_OF: Record<DerivedTransaction['kind'], number> = { charge: 2, authorize: 2, capture: 2, void: 8, refund: 8 };
/** Its share is taken once a parcel has left. */
const RANK_LEFT = 5;

type Moved = { paymentId: string; amountMinor: number; currency: string };

function eventOf({ kind, state, parcelId, reference, reason }: DerivedTransaction, money: Moved): Body | undefined {
  if (state === 'failed') return failedEvent({ kind, parcelId, reason }, money);
  if (state !== 'succeeded') return undefined;
  const told = { ...money, reference: reference ?? '' };
  if (kind === 'refund') return { type: 'payment.refunded', ...told };
  if (kind === 'authorize') return { type: 'payment.authorized', ...told, late: false };
  if (kind === 'void') return { type: 'payment.voided', ...money };
  if (parcelId === null) return { type: 'payment.captured', ...told, late: false };
  // One that was paid in other ways before took nothing.
  return money.amountMinor === 0 ? undefined : { type: 'payment.captured', ...told, fulfilmentOrderId: parcelId, late: false };
}

function failedEvent({ kind, parcelId, reason }: Pick<DerivedTransaction, 'kind' | 'parcelId' | 'reason'>, money: Moved): Body | undefined {
  const told = { ...money, reason: reason ?? '' };
  if (parcelId !== null) return { type: 'payment.capture_refused', ...told, fulfilmentOrderId: parcelId };
  return kind === 'refund' ? undefined : { type: 'payment.declined', ...told };
}

const FACTS: Record<Step, (parcel: DerivedParcel) => Body | undefined> = {
  released_at: ({ id, nodeId }) => ({ type: 'fo.released', fulfilmentOrderId: id, nodeId: nodeId ?? '' }),
  picking_at: ({ id, nodeId }) => ({ type: 'fo.accepted', fulfilmentOrderId: id, nodeId: nodeId ?? '' }),
  packed_at: ({ id, nodeId, method }) =>
    method === 'carry_out' ? undefined : { type: 'fo.packed', fulfilmentOrderId: id, nodeId: nodeId ?? '', method },
  ready_at: ({ id, nodeId }) => ({ type: 'fo.ready', fulfilmentOrderId: id, nodeId: nodeId ?? '' }),
  shipped_at: ({ id, nodeId, carrier, record }) => ({
    type: 'fo.shipped',
    fulfilmentOrderId: id,
    nodeId: nodeId ?? '',
    shipmentId: carrier?.id ?? '',
    trackingNumber: record?.tracking_number ?? ''
  }),
  delivered_at: ({ id, carrier, moments }) => ({
    type: 'shipment.delivered',
    fulfilmentOrderId: id,
    shipmentId: carrier?.id ?? '',
    deliveredAt: moments.delivered_at?.at ?? ''
  }),
  collected_at: ({ id, nodeId }) => ({ type: 'fo.collected', fulfilmentOrderId: id, nodeId: nodeId ?? '' }),
  cancelled_at: ({ id, nodeId }) => ({ type: 'fo.cancelled', fulfilmentOrderId: id, nodeId, reason: 'imported' }),
  uncollected_at: ({ id, nodeId }) => ({ type: 'fo.uncollected', fulfilmentOrderId: id, nodeId: nodeId ?? '' })
};

const RANKS = Object.keys(FACTS);

function ofParcel(parcel: DerivedParcel): Told[] {
  const moments = Object.entries(parcel.moments) as [Step, Moment][];
  const steps = moments.flatMap(([step, { at, isInferred }]): Told[] => {
    const event = FACTS[step](parcel);
    return event ? [{ at, rank: 4 + RANKS.indexOf(step) / 10, event, isInferred }] : [];
  });
  return [...steps, ...ofPromises(parcel), ...ofScans(parcel)];
}

function ofPromises({ id: fulfilmentOrderId, record, createdAt }: DerivedParcel): Told[] {
  return (record?.promises ?? []).flatMap((promise, index, all): Told[] => {
    const at = promise.at ?? createdAt;
    const window = { number: index + 1, deliverFrom: promise.deliver_from, deliverUntil: promise.deliver_until, reason: promise.reason };
    const was = all[index - 1];
    const event: Body = was
      ? {
          type: 'promise.revised',
          fulfilmentOrderId,
          ...window,
          wasFrom: was.deliver_from,
          wasUntil: was.deliver_until,
          detail: promise.detail
        }
      : { type: 'promise.committed', fulfilmentOrderId, ...window };
    return [{ at, rank: 1, event, isInferred: false }];
  });
}

function ofScans({ id: fulfilmentOrderId, record, carrier }: DerivedParcel): Told[] {
  return (record?.tracking ?? []).map(({ status, detail, message, city, at }): Told => ({
    at,
    rank: 5,
    isInferred: false,
    event: {
      type: 'shipment.scanned',
      fulfilmentOrderId,
      shipmentId: carrier?.id ?? '',
      status,
      detail,
      message,
      city,
      occurredAt: at,
      state: carrier?.state ?? 'in_transit'
    }
  }));
}
