import type { Address, Contact } from '../cart/cart.ts';
import type { NodeKind } from '../fulfilment/delivery-rules.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { ShipmentState } from '../fulfilment/shipment.machine.ts';
import type { BackReason, HowBack } from '../payments/money-back.ts';
import type { PaymentState } from '../payments/payment.machine.ts';
import type { OrderLifeState } from './order-life.machine.ts';

/** Times inside are ISO instants as the database prints them; those of the order itself are dates. */
export type TrackedPromise = {
  number: number;
  state: string;
  deliverFrom: string;
  deliverUntil: string;
  reason: string;
  detail: string;
  at: string;
};
export type TrackedScan = {
  status: string;
  detail: string;
  message: string;
  city: string;
  lat: number | null;
  lng: number | null;
  occurredAt: string;
  receivedAt: string;
};

export type TrackedParcel = {
  id: string;
  place: number;
  method: 'ship' | 'pickup' | 'carry_out';
  service: string;
  state: FulfilmentOrderState;
  collectCode: string | null;
  /** The store that it is brought to instead of the door. */
  goesTo: string | null;
  nodeId: string | null;
  nodeName: string | null;
  nodeKind: NodeKind | null;
  nodeAddress: string | null;
  nodePhone: string | null;
  nodeLat: number | null;
  nodeLng: number | null;
  timeZone: string | null;
  shipmentState: ShipmentState | null;
  carrier: string | null;
  trackingNumber: string | null;
  deliveredAt: string | null;
  /** What we expect now; it may move without the promise moving. Null before the first scan and after the end. */
  estimateFrom: string | null;
  estimateUntil: string | null;
  /** `instead`: what the thing is made like that comes in place of the one ordered, as its shopper chose. */
  lines: { orderLineId: string; quantity: number; instead?: string[] | null }[];
  promises: TrackedPromise[];
  scans: TrackedScan[];
};

export type TrackedLine = {
  id: string;
  variantId: string;
  title: string;
  handle: string;
  options: string[];
  sku: string | null;
  imageSrc: string | null;
  quantity: number;
  unitPriceMinor: number;
};

export type TrackedRefund = {
  id: string;
  fulfilmentOrderId: string | null;
  reason: BackReason;
  amountMinor: number;
  how: HowBack;
  state: 'due' | 'paid';
  /** Its bank did not take it back, and it is not sent another way yet. */
  isRefused: boolean;
};

export type TrackedOrder = {
  id: string;
  number: string;
  life: OrderLifeState;
  channel: string;
  currency: string;
  country: string;
  note: string;
  version: number;
  goodsMinor: number;
  deliveryMinor: number;
  taxIncludedMinor: number;
  totalMinor: number;
  placedAt: Date;
  payBy: Date | null;
  updatedAt: Date;
  contact: Contact | null;
  address: Address | null;
  lines: TrackedLine[];
  payment: {
    method: string;
    state: PaymentState;
    amountMinor: number;
    capturedMinor: number;
    /** What its bank stands for and gives as parcels leave. */
    toTakeMinor: number;
    actionUrl: string | null;
    reason: string | null;
  } | null;
  parcels: TrackedParcel[];
  refunds: TrackedRefund[];
  /** `changeId`: of a change of the order, which says itself how it stands. */
  events: { type: string; version: number; at: string; fulfilmentOrderId: string | null; changeId?: string | null }[];
  destination: { lat: number; lng: number; city: string } | null;
};
