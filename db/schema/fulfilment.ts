import type { Generated } from 'kysely';
import type { StrayReason } from '#lib/commerce/fulfilment/stray-scan.ts';
import type { Json, JsonGenerated, MaybeTime, Time } from './columns.ts';

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
  /** Places that could not send it and are not asked again. */
  excluded_nodes: Generated<string[]>;
  moves: Generated<number>;
};

export type FulfilmentLineTable = {
  id: string;
  fulfilment_order_id: string;
  order_line_id: string;
  variant_id: string;
  quantity: number;
  picked: Generated<number>;
};

export type AllocationTable = {
  id: string;
  fulfilment_line_id: string;
  hold_id: string | null;
  variant_id: string;
  node_id: string;
  quantity: number;
  state: Generated<'open' | 'consumed' | 'released'>;
  created_at: Time;
  ended_at: MaybeTime;
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
  /** Null until a carrier that gives its own has done so. */
  tracking_number: string | null;
  state: ShipmentStateColumn;
  booked_at: MaybeTime;
  delivered_at: MaybeTime;
  estimate_from: MaybeTime;
  estimate_until: MaybeTime;
  version: Generated<number>;
  created_at: Time;
  /** What the carrier calls it and its tracker. */
  carrier_ref: Generated<string | null>;
  tracker_ref: Generated<string | null>;
  /** `own`: we draw it ourselves. `kept`: it was to be voided, and the carrier said no. */
  label_state: Generated<'own' | 'wanted' | 'bought' | 'refused' | 'voided' | 'kept'>;
  /** What the carrier said when it refused. */
  label_note: Generated<string>;
};

export type CarrierLabelTable = {
  shipment_id: string;
  pdf: Buffer;
  at: Time;
};

export type ParcelWishTable = {
  fulfilment_order_id: string;
  safe_place: string | null;
  door_pin: string | null;
  pin_at: MaybeTime;
  /** The store it goes to instead of the door. */
  collect_node_id: Generated<string | null>;
  /** When the carrier last took what is wished; null while it is still to be told. */
  told_at: MaybeTime;
  /** Why it did not. */
  refused: Generated<string>;
  at: Time;
};

export type StrayScanTable = {
  provider: string;
  tracking_number: string;
  reason: StrayReason;
  order_id: string | null;
  event_id: string;
  message: Json;
  times: Generated<number>;
  first_at: Time;
  last_at: Time;
  ended_at: MaybeTime;
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
