import { fulfilmentOrderStates, type FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import { shipmentStates, type ShipmentState } from '../fulfilment/shipment.machine.ts';
import type { OrderLifeState } from '../orders/order-life.machine.ts';
import { paymentStates, type PaymentState } from '../payments/payment.machine.ts';
import { returnStates, type ReturnState } from '../returns/return.machine.ts';

/** What a word about an order says: of the order, and of those units of it that no parcel of the file has. */
export type OrderClaim = { life: OrderLifeState; parcel: FulfilmentOrderState; carrier?: ShipmentState };
export type ParcelClaim = { parcel: FulfilmentOrderState; carrier?: ShipmentState };

const done: OrderClaim = { life: 'completed', parcel: 'closed', carrier: 'delivered' };

/** Our words first, then those of other systems. */
const ORDER_WORDS: Record<string, OrderClaim> = {
  placed: { life: 'placed', parcel: 'allocated' },
  on_hold: { life: 'on_hold', parcel: 'allocated' },
  confirmed: { life: 'confirmed', parcel: 'released' },
  waiting_for_stock: { life: 'confirmed', parcel: 'released' },
  partly_allocated: { life: 'confirmed', parcel: 'released' },
  picking: { life: 'confirmed', parcel: 'picking' },
  packed: { life: 'confirmed', parcel: 'packed' },
  ready_for_pickup: { life: 'confirmed', parcel: 'ready_for_pickup' },
  partly_shipped: { life: 'confirmed', parcel: 'released' },
  partly_cancelled: { life: 'confirmed', parcel: 'released' },
  shipped: { life: 'confirmed', parcel: 'shipped', carrier: 'in_transit' },
  out_for_delivery: { life: 'confirmed', parcel: 'shipped', carrier: 'out_for_delivery' },
  lost: { life: 'confirmed', parcel: 'shipped', carrier: 'lost' },
  delivered: done,
  collected: { life: 'completed', parcel: 'collected' },
  completed: done,
  return_requested: done,
  return_on_its_way: done,
  exchange_requested: done,
  partly_returned: done,
  returned: done,
  partly_refunded: done,
  refunded: done,
  cancelled: { life: 'cancelled', parcel: 'cancelled' },
  closed: { life: 'closed', parcel: 'closed', carrier: 'delivered' }
};

const OTHER_WORDS: Record<string, string> = {
  pending: 'placed',
  unpaid: 'placed',
  pending_payment: 'placed',
  awaiting_payment: 'placed',
  payment_review: 'on_hold',
  holded: 'on_hold',
  paid: 'confirmed',
  processing: 'confirmed',
  processed: 'confirmed',
  unfulfilled: 'confirmed',
  open: 'confirmed',
  backordered: 'waiting_for_stock',
  partially_fulfilled: 'partly_shipped',
  partially_shipped: 'partly_shipped',
  fulfilled: 'shipped',
  in_transit: 'shipped',
  complete: 'completed',
  canceled: 'cancelled',
  partially_cancelled: 'partly_cancelled',
  partially_refunded: 'partly_refunded',
  partially_returned: 'partly_returned',
  archived: 'closed'
};

const PAYMENT_WORDS: Record<string, PaymentState> = {
  paid: 'captured',
  complete: 'captured',
  completed: 'captured',
  settled: 'captured',
  unpaid: 'pending',
  open: 'pending',
  failed: 'declined',
  canceled: 'voided',
  cancelled: 'voided',
  expired: 'expired_auth',
  chargeback: 'disputed'
};

const RETURN_WORDS: Record<string, ReturnState> = {
  pending: 'requested',
  open: 'approved',
  authorized: 'approved',
  rejected: 'declined',
  denied: 'declined',
  shipped: 'in_transit',
  returned: 'received',
  complete: 'closed',
  completed: 'closed',
  refunded: 'closed',
  canceled: 'cancelled'
};

/** How a file of another system calls states, beside the words that everybody knows. */
export type StateWords = { order?: Record<string, string> | undefined; shipment?: Record<string, string> | undefined };

const folded = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** Undefined when nobody knows the word. */
export function orderClaim(word: string, words: StateWords): OrderClaim | undefined {
  const said = folded(words.order?.[word] ?? word);
  const ours = OTHER_WORDS[said] ?? said;
  return Object.hasOwn(ORDER_WORDS, ours) ? ORDER_WORDS[ours] : undefined;
}

export function parcelClaim(word: string, words: StateWords): ParcelClaim | undefined {
  const said = folded(words.shipment?.[word] ?? word);
  const parcel = fulfilmentOrderStates.find((state) => state === said);
  if (parcel) return { parcel };
  const carrier = shipmentStates.find((state) => state === said);
  if (carrier) return { parcel: carrier === 'delivered' ? 'closed' : 'shipped', carrier };
  const order = orderClaim(said, {});
  return order && { parcel: order.parcel, ...(order.carrier && { carrier: order.carrier }) };
}

export function paymentClaim(word: string): PaymentState | undefined {
  const said = folded(word);
  return paymentStates.find((state) => state === said) ?? PAYMENT_WORDS[said];
}

export function returnClaim(word: string): ReturnState | undefined {
  const said = folded(word);
  return returnStates.find((state) => state === said) ?? RETURN_WORDS[said];
}

export const knownReturnWords = (): string[] => [...returnStates, ...Object.keys(RETURN_WORDS)];
export const knownOrderWords = (): string[] => [...Object.keys(ORDER_WORDS), ...Object.keys(OTHER_WORDS)];
export const knownParcelWords = (): string[] => [...new Set([...fulfilmentOrderStates, ...shipmentStates])];
export const knownPaymentWords = (): string[] => [...paymentStates, ...Object.keys(PAYMENT_WORDS)];
