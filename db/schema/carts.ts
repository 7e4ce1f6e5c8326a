import type { Generated } from 'kysely';
import type { Json, MaybeTime, Time } from './columns.ts';

export type CartOperationTable = {
  id: string;
  cart_id: string;
  version: number;
  kind: 'add' | 'change' | 'remove' | 'save' | 'unsave' | 'note';
  body: Json;
  base_version: number;
  author: Json;
  device: string;
  channel: string;
  made_at: Time;
  at: Time;
  outcome: 'applied' | 'refused';
  refusal: string | null;
  detail: string | null;
};

/** Unlogged: what a crash takes away comes back with the connections. */
export type CartPresenceTable = {
  id: string;
  cart_id: string;
  visitor: Json;
  since: Time;
  seen_at: Time;
};

export type CartSavedTable = {
  cart_id: string;
  variant_id: string;
  quantity: number;
  unit_price_minor: number;
  reason: 'chosen' | 'set-aside';
  saved_by: string;
  saved_at: Time;
};

export type CartGrantTable = {
  id: string;
  cart_id: string;
  kind: 'share' | 'claim';
  may: 'view' | 'edit';
  label: string;
  user_id: string | null;
  kiosk_id: string | null;
  node_id: string | null;
  made_at: Time;
  expires_at: Time;
  revoked_at: MaybeTime;
};

export type HandOverTable = {
  id: string;
  cart_id: string;
  offered_by: 'owner' | 'staff';
  state: 'offered' | 'claimed' | 'expired' | 'revoked' | 'ended';
  code_seal: string | null;
  token_seal: string;
  offered_at: Time;
  expires_at: Time;
  wrong_tries: Generated<number>;
  claimed_at: MaybeTime;
  claimed_by: string | null;
  grant_id: string | null;
  asked_minor: number | null;
  ended_at: MaybeTime;
  /** Of the browser that showed it, where nobody who is known did: whose talk goes with the cart. */
  talk_seal: Generated<string | null>;
};

export type CartMergeTable = {
  id: string;
  customer_id: string;
  into_id: string;
  from_id: string;
  /** The cart that the visitor had in hand. */
  current_id: string;
  receipt: Json;
  before: Json;
  after: Json;
  merged_at: Time;
  read_at: MaybeTime;
  undone_at: MaybeTime;
};
