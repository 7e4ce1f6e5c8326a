import type { Generated } from 'kysely';
import type { KeptRequest, PastParcel } from '#lib/commerce/policies/past-requests.ts';
import type { PolicyProfile } from '#lib/commerce/policies/policy.ts';
import type { Json, Time } from './columns.ts';

/** Only grows. Without an author the shop came with it. */
export type PolicyProfileTable = {
  profile: string;
  version: number;
  terms: Json<PolicyProfile>;
  note: string;
  author_id: string | null;
  made_at: Time;
};

/** For whom: null is everybody. The newest of the same ones holds; without a profile nothing of their own holds any more. Only grows. */
export type PolicySwitchTable = {
  country: string | null;
  channel: string | null;
  customer_group: string | null;
  number: number;
  profile: string | null;
  version: number | null;
  author_id: string | null;
  since: Time;
};

/** What was asked of an order and not allowed. Only grows. */
export type PolicyRefusalTable = {
  id: Generated<number>;
  order_id: string;
  asked: string;
  code: string;
  detail: string;
  profile: string;
  version: number;
  rule: string;
  /** What of it decided, without words or names; null where that was not kept yet. */
  request: Json<KeptRequest> | null;
  /** How those stood that it was about; null where it was about none, or that was not kept yet. */
  parcels: Json<readonly PastParcel[]> | null;
  actor: Json;
  at: Time;
};
