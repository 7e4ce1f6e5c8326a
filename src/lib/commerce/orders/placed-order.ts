import type { Actor } from '#lib/kernel/actor.ts';
import { sumMinor } from '#lib/kernel/money.ts';
import type { Cover, ValueKind } from '../payments/stored-value.ts';
import type { Instrument } from '../payments/payment-provider.ts';
import { asksBank } from '../payments/payment-methods.ts';
import type { CartView } from '../cart/cart-view.ts';
import type { PlannedParcel } from '../cart/delivery-choice.ts';
import { PAY_WITHIN_MS } from '../stores/market.ts';
import type { CommerceEvent } from '../events.ts';
import type { OrderTotals, PlaceableCart } from './order.ts';
import { orderTopic } from './order.events.ts';

export type PlacedLine = {
  id: string;
  place: number;
  variantId: string;
  title: string;
  options: string[];
  sku: string | null;
  imageSrc: string | null;
  quantity: number;
  unitPriceMinor: number;
};
/** What is carried out of a store was never planned: it has no promise. */
export type PlacedParcel = Omit<PlannedParcel, 'method'> & {
  method: 'ship' | 'pickup' | 'carry_out';
  id: string;
  place: number;
  promiseId: string;
  collectCode: string | null;
  fulfilmentLines: { id: string; orderLineId: string; variantId: string; quantity: number; allocationId: string | null }[];
};

/** What a gift card or store credit pays of it, at once. */
export type BalancePayment = { id: string; transactionId: string; valueId: string; method: ValueKind; amountMinor: number };

/** Everything that is written when an order is placed, and the events that say so. */
export type PlacedOrder = {
  id: string;
  number: string;
  cart: CartView;
  totals: OrderTotals;
  channel: string;
  life: 'placed' | 'confirmed';
  placedAt: Date;
  payBy: Date | null;
  lines: PlacedLine[];
  parcels: PlacedParcel[];
  /** What is paid beside gift cards and store credit; it stands for nothing when those cover all. */
  payment: { id: string; method: Instrument['method'] | 'cash'; amountMinor: number; transaction: { id: string; key: string } | null };
  balances: BalancePayment[];
  events: CommerceEvent[];
};

export type Making = {
  actor: Actor;
  at: Date;
  /** Of what the balances leave to pay. */
  method: Instrument['method'];
  covers?: readonly Cover[];
  newId: () => string;
  newCode: (length: number) => string;
};

/** Spells a decided cart out as an order: ids, numbers, parcels and events. Ids and codes come from outside, so it stays pure. */
export function spellOut(cart: PlaceableCart, totals: OrderTotals, making: Making): PlacedOrder {
  const { at, method, covers = [], newId, newCode, actor } = making;
  const id = newId();
  const lines = cart.lines.map((line) => ({ ...line, id: newId(), imageSrc: line.image?.src ?? null }));
  const balances = covers.map((one) => ({
    id: newId(),
    transactionId: newId(),
    valueId: one.id,
    method: one.kind,
    amountMinor: one.amountMinor
  }));
  const amountMinor = totals.totalMinor - sumMinor(balances.map((one) => one.amountMinor));
  const bank = asksBank(method) && amountMinor > 0;
  const order = {
    id,
    number: `MZ-${newCode(10)}`,
    cart,
    totals,
    channel: actor.channel,
    life: bank ? ('placed' as const) : ('confirmed' as const),
    placedAt: at,
    payBy: bank ? new Date(at.getTime() + PAY_WITHIN_MS) : null,
    lines,
    parcels: parcelsOf(cart, lines, making),
    payment: { id: newId(), method, amountMinor, transaction: bank ? { id: newId(), key: `order:${id}:1` } : null },
    balances
  };
  return { ...order, events: placedEvents(order) };
}

/** Each planned line names a variant; here it finds the order line of the same variant and method that still lacks units. */
function parcelsOf(
  cart: PlaceableCart,
  lines: (PlacedLine & { method: string; pickupNodeId: string | null })[],
  making: Making
): PlacedParcel[] {
  const left = new Map(lines.map((line) => [line.id, line.quantity]));
  return cart.delivery.parcels.map((parcel, index) => ({
    ...parcel,
    id: making.newId(),
    place: index + 1,
    promiseId: making.newId(),
    collectCode: parcel.method === 'pickup' ? making.newCode(6) : null,
    fulfilmentLines: parcel.lines.map((planned) => {
      const line = lines.find(
        (one) =>
          one.variantId === planned.variantId &&
          one.method === parcel.method &&
          (parcel.method === 'ship' || one.pickupNodeId === parcel.nodeId) &&
          (left.get(one.id) ?? 0) >= planned.quantity
      );
      if (!line) throw new Error(`the plan sends ${planned.variantId}, which was not ordered so often`);
      left.set(line.id, (left.get(line.id) ?? 0) - planned.quantity);
      const { variantId, quantity, counted } = planned;
      return { id: making.newId(), orderLineId: line.id, variantId, quantity, allocationId: counted ? making.newId() : null };
    })
  }));
}

/** What an order says of itself when it is placed, wherever that is. What is carried out was promised nothing. */
export function placedEvents(order: Omit<PlacedOrder, 'events'>): CommerceEvent[] {
  const head = { topic: orderTopic(order.id), orderId: order.id };
  const placed: CommerceEvent = {
    ...head,
    type: 'order.placed',
    version: 1,
    number: order.number,
    cartId: order.cart.id,
    currency: order.cart.currency,
    totalMinor: order.totals.totalMinor,
    lines: order.lines.map(({ variantId, quantity, unitPriceMinor }) => ({ variantId, quantity, unitPriceMinor })),
    parcels: order.parcels.map((parcel) => ({ fulfilmentOrderId: parcel.id, nodeId: parcel.nodeId, method: parcel.method }))
  };
  const promised = order.parcels
    .filter(({ method }) => method !== 'carry_out')
    .map((parcel, index): CommerceEvent => ({
      ...head,
      type: 'promise.committed',
      version: index + 2,
      fulfilmentOrderId: parcel.id,
      number: 1,
      deliverFrom: parcel.deliverFrom,
      deliverUntil: parcel.deliverUntil,
      reason: 'placed'
    }));
  const paid = order.balances.map(({ id: paymentId, amountMinor, valueId }, index): CommerceEvent => ({
    ...head,
    type: 'payment.captured',
    version: promised.length + index + 2,
    paymentId,
    amountMinor,
    currency: order.cart.currency,
    reference: `balance:${valueId}`,
    late: false
  }));
  const so = [placed, ...promised, ...paid];
  if (order.life === 'placed') return so;
  return [...so, { ...head, type: 'order.confirmed', version: so.length + 1, isReleased: false }];
}
