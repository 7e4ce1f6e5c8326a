import type { Fact } from '#lib/kernel/fact.ts';

/** Everything that happens to an order, its money, parcels and promises is one stream: `order:ID`, counted by the order's version. */
export type OfOrder<Type extends string, Body = unknown> = Fact<Type, { orderId: string } & Body>;

export type OrderPlaced = OfOrder<
  'order.placed',
  {
    number: string;
    /** Null for what was sold at a till: there was no cart. */
    cartId: string | null;
    currency: string;
    totalMinor: number;
    lines: { variantId: string; quantity: number; unitPriceMinor: number }[];
    parcels: { fulfilmentOrderId: string; nodeId: string; method: 'ship' | 'pickup' | 'carry_out' }[];
  }
>;
export type OrderConfirmed = OfOrder<'order.confirmed'>;
export type OrderCancelled = OfOrder<'order.cancelled', { reason: string }>;
export type OrderCompleted = OfOrder<'order.completed'>;

export type OrderEvent = OrderPlaced | OrderConfirmed | OrderCancelled | OrderCompleted;

export const orderTopic = (orderId: string): string => `order:${orderId}`;
