import type { Generated } from 'kysely';
import type { PolicyMark, RefundTrigger, ReturnMethod, ReturnReason } from '#lib/commerce/policies/policy.ts';
import type { PickupState } from '#lib/commerce/returns/pickup.machine.ts';
import type { Disposition, ReturnState } from '#lib/commerce/returns/return.machine.ts';
import type { ExchangeState } from '#lib/commerce/returns/exchange/exchange.machine.ts';
import type { Proof, SearchWay } from '#lib/commerce/returns/receipt-search.ts';
import type { ReturnIssueKind } from '#lib/commerce/returns/return-issue.ts';
import type { Json, MaybeTime, Time } from './columns.ts';
import type { ShipmentStateColumn } from './fulfilment.ts';

export type ReturnCaseTable = {
  id: string;
  /** As its shopper and the counter read it. */
  number: string;
  order_id: string;
  state: ReturnState;
  channel: string;
  method: ReturnMethod;
  refund_to: 'original' | 'store-credit' | 'exchange';
  trigger: RefundTrigger;
  /** Who said yes or has to. */
  approval: 'rule' | 'person' | 'two-people';
  /** It stays with its shopper, who has so many percent of its price back. */
  is_kept: boolean;
  keep_percent: number;
  currency: string;
  /** Of all its units, as was said when it was asked; what is owed in the end is counted by unit. */
  goods_minor: number;
  bringing_minor: number;
  fee_minor: number;
  bonus_percent: number;
  policy: Json<PolicyMark>;
  /** Where it is to come in: a counter, or the place that its label names; null for any counter. */
  drop_node_id: string | null;
  came_to_node_id: string | null;
  reason_declined: Generated<string>;
  is_appealed: Generated<boolean>;
  /** What its shopper wrote when they asked once more. */
  appeal_words: Generated<string>;
  /** The first of two who have to say yes. */
  approved_once_by: Generated<string | null>;
  /** What showed that it was bought here; without a receipt somebody else than `asked_by` says yes. */
  proof: Generated<Proof>;
  /** Who of us found it without a receipt; null with one. */
  asked_by: Generated<string | null>;
  asked_at: Time;
  approved_at: MaybeTime;
  send_by: Time;
  /** When it was first seen on its way: the clock runs from there. */
  handed_over_at: MaybeTime;
  /** The clock that its shopper sees. */
  refund_due_at: Time;
  is_overdue_told: Generated<boolean>;
  /** How far the new thing is; null where none was asked for. */
  exchange_state: Exclude<ExchangeState, 'asked'> | null;
  /** What the new thing costs on top of what comes back. */
  exchange_more_minor: Generated<number>;
  /** When its money was owed; before it is graded, if the trigger says so. */
  owed_at: MaybeTime;
  settled_at: MaybeTime;
  ended_at: MaybeTime;
  version: Generated<number>;
};

export type ReturnLineTable = {
  id: string;
  return_id: string;
  place: number;
  fulfilment_line_id: string;
  order_line_id: string;
  variant_id: string;
  quantity: number;
  unit_price_minor: number;
  reason: ReturnReason;
  /** What was asked further: where it is damaged, how it fits. */
  detail: string;
  words: string;
  /** What is sent instead, and the line of the order that it became. */
  exchange_variant_id: string | null;
  exchange_order_line_id: Generated<string | null>;
  /** What each of it costs, as was shown. */
  exchange_unit_price_minor: number | null;
};

export type ReturnUnitTable = {
  id: string;
  return_id: string;
  return_line_id: string;
  fulfilment_line_id: string;
  /** Which of the units of its line in the parcel, from 1. */
  unit: number;
  is_claimed: Generated<boolean>;
  received_at: MaybeTime;
  disposition: Generated<Disposition | null>;
  graded_at: MaybeTime;
  graded_by: Json | null;
  node_id: Generated<string | null>;
  note: Generated<string>;
};

export type ReturnShipmentTable = {
  id: string;
  return_id: string;
  carrier: string;
  service: string;
  tracking_number: string | null;
  state: ShipmentStateColumn;
  label_state: 'own' | 'wanted' | 'bought' | 'refused' | 'voided' | 'kept';
  label_note: Generated<string>;
  carrier_ref: Generated<string | null>;
  tracker_ref: Generated<string | null>;
  pdf: Generated<Buffer | null>;
  booked_at: MaybeTime;
  delivered_at: MaybeTime;
  created_at: Time;
};

/** A carrier who is to come to the door of a return. */
export type ReturnPickupTable = {
  return_id: string;
  state: PickupState;
  carrier_ref: Generated<string | null>;
  /** The window that was asked for, then the one that the carrier gave. */
  from_at: MaybeTime;
  until_at: MaybeTime;
  confirmation: Generated<string>;
  /** Why nobody comes, or why it was not taken back, in the carrier's words. */
  note: Generated<string>;
  /** Its shopper was told that nobody came. */
  is_missed_told: Generated<boolean>;
  asked_at: Time;
};

export type ReturnScanTable = {
  id: string;
  return_shipment_id: string;
  provider: string;
  provider_event_id: string;
  status: string;
  detail: string;
  message: string;
  city: Generated<string>;
  raw: Json;
  occurred_at: Time;
  received_at: Time;
};

export type ReturnPhotoTable = {
  id: string;
  order_id: string;
  return_line_id: string | null;
  picture: Buffer;
  width: number;
  height: number;
  at: Time;
};

export type ReturnIssueTable = {
  id: string;
  kind: ReturnIssueKind;
  return_id: string | null;
  order_id: string | null;
  node_id: string | null;
  words: string;
  at: Time;
  by: Json;
  ended_at: MaybeTime;
  ended_by: Generated<string | null>;
  outcome: Generated<string>;
  /** Names what it is about: the same thing is laid aside once. */
  cause: string;
};

/** One of us looked for the purchase of somebody without a receipt. */
export type ReceiptSearchTable = {
  id: string;
  user_id: string;
  node_id: string;
  way: SearchWay;
  /** What was found, the newest first. */
  order_ids: string[];
  at: Time;
  /** Until when it opens what was found, for whoever looked. */
  until: Time;
};

/** What people who sent a thing back said of its size: of one make, or of all of a product. */
export type FitCountTable = {
  product_id: string;
  variant_id: string | null;
  returned: number;
  small: number;
  large: number;
  computed_at: Time;
};

/** What was taken back although nobody found its purchase, for store credit by a code. */
export type UnprovenReturnTable = {
  id: string;
  search_id: string;
  node_id: string;
  variant_id: string;
  disposition: 'restock_a' | 'scrap';
  amount_minor: number;
  currency: string;
  stored_value_id: string;
  policy: Json<PolicyMark>;
  asked_by: string;
  approved_by: string;
  at: Time;
};
