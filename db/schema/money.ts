import type { ColumnType, Generated } from 'kysely';
import type { BackReason } from '#lib/commerce/payments/money-back.ts';
import type { Json, MaybeTime, Time } from './columns.ts';

export type OrderCreditTable = {
  id: string;
  order_id: string;
  /** Kind and id of what it is for, once for an order. */
  cause: string;
  reason: BackReason;
  fulfilment_order_id: string | null;
  return_id: string | null;
  goods_minor: Generated<number>;
  delivery_minor: Generated<number>;
  goodwill_minor: Generated<number>;
  /** Kept by us. */
  fee_minor: Generated<number>;
  /** Goods, delivery and goodwill without the fee. */
  amount_minor: ColumnType<number, never, never>;
  /** Of the amount: pays for a new line of the same order. */
  netted_minor: Generated<number>;
  /** Of the amount: was never paid, so it goes nowhere. */
  untaken_minor: Generated<number>;
  /** Store credit given on top of the amount. */
  bonus_minor: Generated<number>;
  /** Which rule decided. */
  policy: Json | null;
  actor: Json;
  at: Time;
};

export type RefundTable = {
  id: string;
  order_id: string;
  credit_id: string;
  /** Where the money was paid; it goes back there, or from there to store credit. */
  payment_id: string;
  amount_minor: number;
  how: 'taken-off' | 'bank' | 'by-hand' | 'gift-card' | 'store-credit';
  state: 'due' | 'paid';
  due_at: Time;
  paid_at: MaybeTime;
};

export type StoredValueKind = 'gift_card' | 'store_credit';

export type StoredValueTable = {
  id: string;
  kind: StoredValueKind;
  /** The code itself is kept nowhere. */
  code_seal: string | null;
  last_four: string | null;
  customer_id: string | null;
  /** Of a guest, whose order it was given for. */
  order_id: string | null;
  currency: string;
  balance_minor: Generated<number>;
  state: Generated<'active' | 'blocked'>;
  issued_at: Time;
  expires_at: MaybeTime;
  /** How many entries it has. */
  version: Generated<number>;
};

export type StoredValueEntryTable = {
  id: string;
  stored_value_id: string;
  number: number;
  kind: 'issued' | 'redeemed' | 'refunded' | 'bonus' | 'points' | 'corrected';
  delta_minor: number;
  /** What it left. */
  balance_minor: number;
  /** Kind and id of what it is for, once in all. */
  cause: string;
  order_id: string | null;
  payment_id: string | null;
  refund_id: string | null;
  actor: Json;
  at: Time;
};
