import type { ColumnType, Generated } from 'kysely';
import type { NodeKind } from '#lib/commerce/fulfilment/delivery-rules.ts';
import type { TransferState } from '#lib/commerce/stock/transfer.machine.ts';
import type { Json, MaybeTime, Time, TimeGenerated } from './columns.ts';

export type NodeTable = {
  id: string;
  name: string;
  kind: NodeKind;
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
  /** For shoppers to read; empty while it is up. */
  down_reason: Generated<string>;
  /** People do its work, not the demonstration. */
  is_staffed: Generated<boolean>;
  /** How often things are found there, learnt from every pick. */
  find_rate: Generated<number>;
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
  for_counter: Generated<number>;
  short: Generated<number>;
  available: ColumnType<number, never, never>;
  bin: string | null;
  counted_at: MaybeTime;
  version: Generated<number>;
  updated_at: TimeGenerated;
};

export type MovementKind =
  'received' | 'counted' | 'corrected' | 'sold' | 'shipped' | 'collected' | 'restocked' | 'transferred' | 'damaged' | 'sound' | 'discarded';

export type StockMovementTable = {
  id: string;
  variant_id: string;
  node_id: string;
  kind: MovementKind;
  quantity: number;
  /** By how much it changes what is not for sale. */
  set_aside: Generated<number>;
  reason: Generated<string>;
  order_id: string | null;
  import_id: string | null;
  transfer_id: Generated<string | null>;
  actor: Json;
  at: Time;
};

export type TransferTable = {
  id: string;
  /** As it stands on the box. */
  number: string;
  from_node_id: string;
  to_node_id: string;
  state: Generated<TransferState>;
  version: Generated<number>;
  created_at: Time;
  sent_at: MaybeTime;
  closed_at: MaybeTime;
};

/** What is neither received nor a difference is on its way. */
export type TransferLineTable = {
  transfer_id: string;
  variant_id: string;
  sent: Generated<number>;
  received: Generated<number>;
  difference: Generated<number>;
};

export type StockAlertTable = {
  id: string;
  variant_id: string;
  email: string;
  state: Generated<'waiting' | 'told' | 'ended'>;
  asked_at: Time;
  ended_at: MaybeTime;
};

export type QueuePlaceTable = {
  id: string;
  /** Who stands before whom. */
  number: Generated<number>;
  variant_id: string;
  /** Where it is to be collected; nothing where it is to be brought. */
  node_id: string | null;
  cart_id: string;
  state: Generated<'waiting' | 'offered' | 'left' | 'lapsed'>;
  joined_at: Time;
  waits_until: Time;
  /** What is offered; what became of it says the hold. */
  hold_id: string | null;
  offered_at: MaybeTime;
  ended_at: MaybeTime;
  version: Generated<number>;
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
  ended_at: MaybeTime;
};
