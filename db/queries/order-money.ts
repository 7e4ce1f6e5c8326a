import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { BackReason } from '#lib/commerce/payments/money-back.ts';
import type { PaidPart } from '#lib/commerce/payments/paid-parts.ts';
import type { Db, Tx } from '../client.ts';
import { NOT_TAKEN } from './captures.ts';
import { IS_REFUSED } from './refused-refunds.ts';

/** What an order is paid with, the oldest first, each with what went back from it. What a bank refused, or nobody took, is not among them. */
export async function paidPartsOf(db: Db, orderId: string): Promise<PaidPart[]> {
  return db
    .selectFrom('payment as p')
    .select(['p.id', 'p.method', 'p.state', 'p.amount_minor as amountMinor', 'p.captured_minor as capturedMinor'])
    .select(NOT_TAKEN.as('toTakeMinor'))
    .select((eb) => [
      eb
        .selectFrom('stored_value_entry as e')
        .innerJoin('stored_value as v', 'v.id', 'e.stored_value_id')
        .select('v.last_four')
        .whereRef('e.payment_id', '=', 'p.id')
        .where('e.kind', '=', 'redeemed')
        .limit(1)
        .$asScalar()
        .as('lastFour'),
      jsonArrayFrom(
        eb
          .selectFrom('refund as r')
          .select(['r.id', 'r.amount_minor as amountMinor', 'r.how', 'r.state', IS_REFUSED.as('isRefused')])
          .whereRef('r.payment_id', '=', 'p.id')
          .orderBy('r.due_at')
          .orderBy('r.id')
      ).as('back')
    ])
    .where('p.order_id', '=', orderId)
    .where('p.state', 'not in', ['declined', 'voided'])
    .orderBy('p.id')
    .execute();
}

/** Whose account has the store credit that was given for an order; undefined when none was, or a guest has it by a code. */
export async function creditedCustomer(db: Db, orderId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('stored_value_entry as e')
    .innerJoin('stored_value as v', 'v.id', 'e.stored_value_id')
    .select('v.customer_id as customerId')
    .where('e.order_id', '=', orderId)
    .where('e.kind', 'in', ['refunded', 'bonus'])
    .where('v.kind', '=', 'store_credit')
    .where('v.customer_id', 'is not', null)
    .$narrowType<{ customerId: string }>()
    .executeTakeFirst();
  return row?.customerId;
}

export type OrderCredit = {
  id: string;
  reason: BackReason;
  goodsMinor: number;
  deliveryMinor: number;
  goodwillMinor: number;
  feeMinor: number;
  bonusMinor: number;
  /** Pays for other things of the same order. */
  nettedMinor: number;
  /** Was never paid, so it goes nowhere. */
  untakenMinor: number;
  by: string;
  at: Date;
};

/** What became a shopper's again of an order, and why, the oldest first; `by` is the name of one of us, or who else it was. */
export async function creditsOf(db: Db, orderId: string): Promise<OrderCredit[]> {
  return db
    .selectFrom('order_credit')
    .select(['id', 'reason', 'goods_minor as goodsMinor', 'delivery_minor as deliveryMinor', 'goodwill_minor as goodwillMinor'])
    .select(['fee_minor as feeMinor', 'bonus_minor as bonusMinor', 'netted_minor as nettedMinor', 'untaken_minor as untakenMinor', 'at'])
    .select(sql<string>`coalesce(actor ->> 'name', actor ->> 'role', 'system')`.as('by'))
    .where('order_id', '=', orderId)
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** Where its shopper is written to; empty for whoever bought without leaving one. */
export async function contactMailOf(db: Db | Tx, orderId: string): Promise<string> {
  const email = sql<string>`coalesce(contact ->> 'email', '')`.as('email');
  return (await db.selectFrom('orders').select(email).where('id', '=', orderId).executeTakeFirst())?.email ?? '';
}
