import type { ColumnType, Generated } from 'kysely';

/** The tables as the migrations make them; `tests/integration/schema.test.ts` holds both together. */
type Json<T = unknown> = ColumnType<T, string, string>;
type JsonGenerated<T = unknown> = ColumnType<T, string | undefined, string>;
type Time = ColumnType<Date, Date | string, Date | string>;
type TimeGenerated = ColumnType<Date, Date | string | undefined, Date | string>;

export type ProductTable = {
  id: string;
  handle: string;
  title: string;
  subtitle: Generated<string>;
  description_html: Generated<string>;
  vendor: Generated<string>;
  product_type: Generated<string>;
  category: Generated<string>;
  tags: Generated<string[]>;
  status: Generated<'draft' | 'active' | 'archived'>;
  published: Generated<boolean>;
  kind: Generated<'goods' | 'gift_card'>;
  size_class: Generated<'small' | 'medium' | 'large'>;
  option_names: Generated<string[]>;
  option_linked: Generated<string[]>;
  attributes: JsonGenerated<Record<string, string>>;
  seo_title: Generated<string>;
  seo_description: Generated<string>;
  search_words: Generated<string[]>;
  search_text: Generated<string>;
  search_vector: ColumnType<string, never, never>;
  rank: Generated<number>;
  version: Generated<number>;
  import_id: string | null;
  created_at: TimeGenerated;
  updated_at: TimeGenerated;
};

export type VariantTable = {
  id: string;
  product_id: string;
  position: Generated<number>;
  options: Generated<string[]>;
  sku: string | null;
  barcode: string | null;
  weight_grams: ColumnType<string | null, number | string | null | undefined, number | string | null>;
  weight_unit: Generated<string>;
  tracked: Generated<boolean>;
  sell_beyond_stock: Generated<boolean>;
  requires_shipping: Generated<boolean>;
  taxable: Generated<boolean>;
  tax_code: Generated<string>;
  cost_minor: number | null;
  image_src: string | null;
  attributes: JsonGenerated<Record<string, string>>;
  version: Generated<number>;
  import_id: string | null;
};

export type PriceTable = {
  variant_id: string;
  price_list: Generated<string>;
  currency: string;
  amount_minor: number;
  compare_at_minor: number | null;
};

export type ProductImageTable = {
  id: string;
  product_id: string;
  position: number;
  src: string;
  alt: Generated<string>;
  width: number | null;
  height: number | null;
};

/** A projection that the database keeps by itself: read only. */
export type ListingTable = {
  product_id: ColumnType<string, never, never>;
  department: ColumnType<string, never, never>;
  department_name: ColumnType<string, never, never>;
  shelf: ColumnType<string, never, never>;
  shelf_name: ColumnType<string, never, never>;
  looks: ColumnType<string[], never, never>;
  variant_ids: ColumnType<string[], never, never>;
  from_minor: ColumnType<number, never, never>;
  to_minor: ColumnType<number, never, never>;
  was_minor: ColumnType<number | null, never, never>;
  currency: ColumnType<string, never, never>;
  words: ColumnType<string, never, never>;
  rank: ColumnType<number, never, never>;
  created_at: ColumnType<Date, never, never>;
};

export type ImportRunTable = { id: string; file_name: string; checksum: string; kind: string; counts: Json; actor: Json; at: Time };

export type PostcodeTable = { country: string; code: string; lat: number; lng: number; city: Generated<string>; state: Generated<string> };

export type NodeTable = {
  id: string;
  name: string;
  kind: 'warehouse' | 'dark_store' | 'store';
  address: string;
  city: string;
  postcode: string;
  country: string;
  region: string;
  lat: number;
  lng: number;
  time_zone: string;
  opening: Json;
  cutoffs: Json;
  closed_dates: Generated<string[]>;
  processing_minutes: number;
  capacity_per_day: number;
  methods: string[];
  phone: Generated<string>;
  status: Generated<'up' | 'down'>;
  version: Generated<number>;
};

export type StockLevelTable = {
  variant_id: string;
  node_id: string;
  on_hand: Generated<number>;
  allocated: Generated<number>;
  held: Generated<number>;
  unavailable: Generated<number>;
  safety: Generated<number>;
  short: Generated<number>;
  available: ColumnType<number, never, never>;
  bin: string | null;
  counted_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  version: Generated<number>;
  updated_at: TimeGenerated;
};

export type MovementKind = 'received' | 'counted' | 'corrected' | 'sold' | 'shipped' | 'collected' | 'restocked' | 'transferred';

export type StockMovementTable = {
  id: string;
  variant_id: string;
  node_id: string;
  kind: MovementKind;
  quantity: number;
  reason: Generated<string>;
  order_id: string | null;
  import_id: string | null;
  actor: Json;
  at: Time;
};

export type HoldTable = {
  id: string;
  cart_id: string;
  variant_id: string;
  node_id: string;
  quantity: number;
  state: Generated<'held' | 'converted' | 'released' | 'expired'>;
  expires_at: Time;
  created_at: Time;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
};

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
  added_by: string;
  added_at: Time;
};

export type OrderTable = {
  id: string;
  number: string;
  cart_id: string | null;
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

export type PaymentMethod = 'upi' | 'card' | 'cash_on_delivery' | 'pay_in_store' | 'cash';
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
  started_at: Time;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
};

export type FulfilmentStateColumn =
  | 'unsourced'
  | 'scheduled'
  | 'on_hold'
  | 'allocated'
  | 'released'
  | 'picking'
  | 'packed'
  | 'ready_for_pickup'
  | 'shipped'
  | 'collected'
  | 'closed'
  | 'cancelled'
  | 'uncollected'
  | 'unfillable';

export type FulfilmentOrderTable = {
  id: string;
  order_id: string;
  place: number;
  node_id: string | null;
  method: 'ship' | 'pickup' | 'carry_out';
  service: string;
  state: FulfilmentStateColumn;
  collect_code: string | null;
  plan: JsonGenerated;
  version: Generated<number>;
  created_at: Time;
};

export type FulfilmentLineTable = { id: string; fulfilment_order_id: string; order_line_id: string; variant_id: string; quantity: number };

export type AllocationTable = {
  id: string;
  fulfilment_line_id: string;
  hold_id: string | null;
  variant_id: string;
  node_id: string;
  quantity: number;
  state: Generated<'open' | 'consumed' | 'released'>;
  created_at: Time;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
};

export type ShipmentStateColumn =
  | 'pre_transit'
  | 'in_transit'
  | 'out_for_delivery'
  | 'attempt_failed'
  | 'available_for_pickup'
  | 'exception'
  | 'return_to_sender'
  | 'returned'
  | 'delivered'
  | 'cancelled'
  | 'lost';

export type ShipmentTable = {
  id: string;
  fulfilment_order_id: string;
  carrier: string;
  service: string;
  tracking_number: string;
  state: ShipmentStateColumn;
  booked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  delivered_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  estimate_from: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  estimate_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  version: Generated<number>;
  created_at: Time;
};

export type TrackingEventTable = {
  id: string;
  shipment_id: string;
  provider: string;
  provider_event_id: string;
  status: string;
  detail: string;
  message: string;
  city: Generated<string>;
  lat: number | null;
  lng: number | null;
  raw: Json;
  occurred_at: Time;
  received_at: Time;
};

export type PromiseTable = {
  id: string;
  order_id: string;
  fulfilment_order_id: string;
  number: number;
  state: 'committed' | 'revised' | 'kept' | 'broken' | 'waived';
  deliver_from: Time;
  deliver_until: Time;
  reason: string;
  detail: Generated<string>;
  inputs: JsonGenerated;
  rule_version: string;
  at: Time;
};

export type EventTable = {
  position: Generated<number>;
  tenant: Generated<string>;
  topic: string;
  version: number;
  type: string;
  data: Json;
  actor: Json;
  channel: string;
  cause: string | null;
  at: Time;
  recorded_at: TimeGenerated;
};

export type OutboxTable = { position: number; topic: string; attempts: Generated<number>; set_aside_at: Date | null };
export type LeaseTable = { name: string; holder: string; token: number; expires_at: Time };
export type IdempotencyTable = { scope: string; key: string; hash: string; result: Json | null; created_at: TimeGenerated };
export type WebhookInboxTable = { provider: string; event_id: string; received_at: Time };
export type RateBucketTable = { name: string; subject: string; window_start: Time; used: number };

export type RoleColumn = 'shopper' | 'associate' | 'warehouse' | 'support' | 'manager' | 'admin';
export type AppUserTable = {
  id: string;
  email: string;
  name: string;
  role: RoleColumn;
  node_id: string | null;
  password_hash: string;
  created_at: TimeGenerated;
};
export type UserSessionTable = { id: string; user_id: string; expires_at: Time; created_at: TimeGenerated };

export type Schema = {
  product: ProductTable;
  variant: VariantTable;
  price: PriceTable;
  product_image: ProductImageTable;
  listing: ListingTable;
  import_run: ImportRunTable;
  postcode: PostcodeTable;
  node: NodeTable;
  stock_level: StockLevelTable;
  stock_movement: StockMovementTable;
  hold: HoldTable;
  cart: CartTable;
  cart_line: CartLineTable;
  orders: OrderTable;
  order_line: OrderLineTable;
  payment: PaymentTable;
  payment_transaction: PaymentTransactionTable;
  fulfilment_order: FulfilmentOrderTable;
  fulfilment_line: FulfilmentLineTable;
  allocation: AllocationTable;
  shipment: ShipmentTable;
  tracking_event: TrackingEventTable;
  promise: PromiseTable;
  event: EventTable;
  outbox: OutboxTable;
  lease: LeaseTable;
  idempotency: IdempotencyTable;
  webhook_inbox: WebhookInboxTable;
  rate_bucket: RateBucketTable;
  app_user: AppUserTable;
  user_session: UserSessionTable;
};
