import type { ColumnType, Generated } from 'kysely';
import type { Json, MaybeTime, Time, TimeGenerated } from './columns.ts';

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
  /** For shoppers to read; empty while it is up. */
  down_reason: Generated<string>;
  /** People do its work, not the demonstration. */
  is_staffed: Generated<boolean>;
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
  counted_at: MaybeTime;
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
  ended_at: MaybeTime;
};
