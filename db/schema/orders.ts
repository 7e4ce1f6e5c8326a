import type { ColumnType, Generated } from 'kysely';
import type { Json, MaybeTime, Time } from './columns.ts';

export type CartTable = {
  id: string;
  state: Generated<'active' | 'checkout' | 'handed_off' | 'abandoned' | 'placed' | 'merged' | 'expired'>;
  step: Generated<'details' | 'delivery' | 'payment'>;
  channel: string;
  currency: string;
  country: string;
  postcode: string | null;
  contact: Json | null;
  address: Json | null;
  delivery: Json | null;
  note: Generated<string>;
  order_id: string | null;
  customer_id: string | null;
  /** Gift cards and store credit that pay first, in this order. */
  pays_with: string[] | null;
  version: Generated<number>;
  created_at: Time;
  updated_at: Time;
};

export type CartLineTable = {
  id: string;
  cart_id: string;
  place: number;
  variant_id: string;
  quantity: number;
  unit_price_minor: number;
  method: Generated<'ship' | 'pickup'>;
  pickup_node_id: string | null;
  channel: Generated<string>;
  added_node_id: string | null;
  added_by: string;
  added_at: Time;
  author: Json | null;
  /** When another price than that of its first day was seen; set by the database. */
  price_seen_at: MaybeTime;
};

export type OrderTable = {
  id: string;
  number: string;
  cart_id: string | null;
  customer_id: string | null;
  channel: string;
  life: 'placed' | 'confirmed' | 'on_hold' | 'completed' | 'cancelled' | 'closed';
  currency: string;
  country: string;
  goods_minor: number;
  delivery_minor: number;
  tax_included_minor: number;
  total_minor: number;
  contact: Json | null;
  address: Json | null;
  note: Generated<string>;
  placed_at: Time;
  pay_by: ColumnType<Date | null, Date | string | null, Date | string | null>;
  version: Generated<number>;
  updated_at: Time;
};

export type OrderLineTable = {
  id: string;
  order_id: string;
  place: number;
  variant_id: string;
  title: string;
  options: string[];
  sku: string | null;
  image_src: string | null;
  quantity: number;
  unit_price_minor: number;
};

export type PaymentMethod = 'upi' | 'card' | 'cash_on_delivery' | 'pay_in_store' | 'cash' | 'gift_card' | 'store_credit';

export type PaymentStateColumn =
  | 'pending'
  | 'authorized'
  | 'declined'
  | 'partially_captured'
  | 'captured'
  | 'voided'
  | 'expired_auth'
  | 'partially_refunded'
  | 'refunded'
  | 'disputed';

export type PaymentTable = {
  id: string;
  order_id: string;
  method: PaymentMethod;
  state: PaymentStateColumn;
  currency: string;
  amount_minor: number;
  authorized_minor: Generated<number>;
  captured_minor: Generated<number>;
  refunded_minor: Generated<number>;
  version: Generated<number>;
  created_at: Time;
  /** Of a change of the order that costs more; null for what the order itself costs. */
  change_id: string | null;
  /** Until when the difference is to be paid; null once it is, or another payment waits in its place. */
  pay_by: MaybeTime;
  /** The time to pay the difference was over: what the bank takes for it later goes back. */
  lapsed_at: MaybeTime;
};

export type PaymentTransactionTable = {
  id: string;
  payment_id: string;
  kind: 'charge' | 'authorize' | 'capture' | 'void' | 'refund';
  provider_key: string;
  state: 'started' | 'action_required' | 'succeeded' | 'failed';
  amount_minor: number;
  instrument: Json;
  reference: string | null;
  reason: string | null;
  action_url: string | null;
  /** The parcel whose share is taken. */
  fulfilment_order_id: Generated<string | null>;
  started_at: Time;
  ended_at: MaybeTime;
};

export type TillSaleTable = {
  id: string;
  order_id: string;
  node_id: string;
  till: string;
  receipt: number;
  sold_by: string;
  made_at: Time;
  settled_by: string;
  settled_at: Time;
  paid_minor: number;
  shop_minor: number | null;
  oversold: number;
};
