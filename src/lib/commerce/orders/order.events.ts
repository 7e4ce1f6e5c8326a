import type { Fact } from '#lib/kernel/fact.ts';
import type { WishKind } from '../fulfilment/carrier.ts';
import type { PastParcel } from '../policies/past-requests.ts';
import type { PolicyMark } from '../policies/policy.ts';

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
/** `isReleased`: its parcels were released in the same step; else a job does that. */
export type OrderConfirmed = OfOrder<'order.confirmed', { isReleased: boolean }>;
/** Its shopper wants a parcel in another way: `collect:NODE` or `ship`. `stood`: as it was before; `policy`: what allowed it. */
export type OrderChanged = OfOrder<'order.changed', { fulfilmentOrderId: string; way: string; stood: PastParcel; policy: PolicyMark }>;
/** Its shopper asks something of a parcel: a later day, a place to leave it, a code for the door. What the code is, is said nowhere. `policy`: what allowed it. */
export type OrderWished = OfOrder<
  'order.wished',
  { fulfilmentOrderId: string; kind: WishKind; day: string | null; isUnderWay: boolean; policy: PolicyMark }
>;
export type OrderCancelled = OfOrder<'order.cancelled', { reason: string }>;
export type OrderCompleted = OfOrder<'order.completed'>;

/**
 * A till sold it while it had no network. Prices are those that were paid; `shopMinor` is what the shop asked when it heard of it, null
 * when something was not for sale any more; `oversold` are the units that the books did not have.
 */
export type OrderSoldOffline = OfOrder<
  'order.sold_offline',
  { receipt: string; madeAt: string; soldBy: string; paidMinor: number; shopMinor: number | null; oversold: number }
>;

/** A file says now what the order was otherwise before; nothing that happened to it is new. */
export type OrderCorrected = OfOrder<'order.corrected'>;

export type OrderEvent =
  OrderPlaced | OrderConfirmed | OrderChanged | OrderWished | OrderCancelled | OrderCompleted | OrderSoldOffline | OrderCorrected;

export const orderTopic = (orderId: string): string => `order:${orderId}`;
