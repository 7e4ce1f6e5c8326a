import type { Generated } from 'kysely';
import type { MaybeTime, Time } from './columns.ts';

export type LoyaltyTermsTable = {
  currency: string;
  is_on: boolean;
  points_per_major: number;
  minor_per_major: number;
  /** Of a point that is turned into store credit. */
  worth_minor: number;
  least_points: number;
  version: Generated<number>;
};

export type LoyaltyAccountTable = {
  customer_id: string;
  pending: Generated<number>;
  spendable: Generated<number>;
  /** How many entries it has. */
  version: Generated<number>;
};

export type LoyaltyOrderTable = {
  order_id: string;
  customer_id: string;
  points_per_major: number;
  minor_per_major: number;
  points: Generated<number>;
  /** Of the points: what they ought to have given back, and had spent. */
  forgiven: Generated<number>;
  is_pending: Generated<boolean>;
  /** From when they may be spent; null until all of it has come. */
  due_at: MaybeTime;
  version: Generated<number>;
};

export type LoyaltyEntryTable = {
  id: string;
  customer_id: string;
  number: number;
  kind: 'opened' | 'earned' | 'lowered' | 'spendable' | 'spent' | 'corrected';
  pending_delta: number;
  spendable_delta: number;
  forgiven_delta: Generated<number>;
  /** What it left. */
  pending: number;
  spendable: number;
  /** Kind and id of what it is for, once in all. */
  cause: string;
  order_id: string | null | undefined;
  credited_minor: number | null | undefined;
  currency: string | null | undefined;
  at: Time;
};
