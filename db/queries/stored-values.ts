import { sql } from 'kysely';
import type { StoredValue } from '#lib/commerce/payments/stored-value.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';

const value = [
  'id',
  'kind',
  'last_four as lastFour',
  'customer_id as customerId',
  'currency',
  'balance_minor as balanceMinor',
  'state',
  'expires_at as expiresAt'
] as const;

export async function findValueBySeal(db: Db | Tx, codeSeal: string): Promise<StoredValue | undefined> {
  return db.selectFrom('stored_value').select(value).where('code_seal', '=', codeSeal).executeTakeFirst();
}

/** By seal, those that there are. */
export async function findValuesBySeals(db: Db, seals: readonly string[]): Promise<Map<string, StoredValue>> {
  const rows = await db.selectFrom('stored_value').select(value).select('code_seal as seal').where('code_seal', 'in', seals).execute();
  return new Map(rows.flatMap(({ seal, ...one }) => (seal === null ? [] : [[seal, one] as const])));
}

/** In the order of the ids. */
export async function findValues(db: Db | Tx, ids: readonly string[]): Promise<StoredValue[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('stored_value').select(value).where('id', 'in', ids).execute();
  return rows.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}

export async function creditOfCustomer(db: Db | Tx, customerId: string, currency: string): Promise<StoredValue | undefined> {
  return db
    .selectFrom('stored_value')
    .select(value)
    .where('customer_id', '=', customerId)
    .where('currency', '=', currency)
    .executeTakeFirst();
}

/** That of a guest, whose order it was given for. */
export async function creditOfOrder(db: Db | Tx, orderId: string): Promise<StoredValue | undefined> {
  return db.selectFrom('stored_value').select(value).where('order_id', '=', orderId).executeTakeFirst();
}

type Sealed = { codeSeal: string; lastFour: string };

/** A gift card with nothing on it yet. False when there is one with that code. */
export async function insertGiftCard(
  tx: Tx,
  { id, sealed, currency, expiresAt, at }: { id: string; sealed: Sealed; currency: string; expiresAt: Date | null; at: Date }
): Promise<boolean> {
  const made = await tx
    .insertInto('stored_value')
    .values({
      id,
      kind: 'gift_card',
      code_seal: sealed.codeSeal,
      last_four: sealed.lastFour,
      currency,
      issued_at: at,
      expires_at: expiresAt
    })
    .onConflict((taken) => taken.column('code_seal').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** The store credit of whoever ordered: that of the account, or of a guest that of this order, with its code. @returns its id, locked */
export async function openCreditFor(
  tx: Tx,
  orderId: string,
  { id, sealed, at }: { id: string; sealed: Sealed; at: Date }
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with opened as (
      insert into stored_value (id, kind, code_seal, last_four, customer_id, order_id, currency, issued_at)
        select ${id}, 'store_credit', case when o.customer_id is null then ${sealed.codeSeal} end,
          case when o.customer_id is null then ${sealed.lastFour} end, o.customer_id, case when o.customer_id is null then o.id end, o.currency, ${at}
        from orders o where o.id = ${orderId}
      on conflict do nothing returning id)
    select id from opened`.execute(tx);
  if (rows[0]) return rows[0].id;
  const { id: had } = await tx
    .selectFrom('orders as o')
    .innerJoin('stored_value as v', (join) =>
      join.on((eb) =>
        eb.or([
          eb('v.order_id', '=', eb.ref('o.id')),
          eb.and([eb('v.customer_id', '=', eb.ref('o.customer_id')), eb('v.currency', '=', eb.ref('o.currency'))])
        ])
      )
    )
    .select('v.id')
    .where('o.id', '=', orderId)
    .forUpdate('v')
    .executeTakeFirstOrThrow();
  return had;
}

/** The store credit of an account. @returns its id, locked */
export async function openCreditOf(
  tx: Tx,
  { id, customerId, currency, at }: { id: string; customerId: string; currency: string; at: Date }
): Promise<string> {
  const opened = await tx
    .insertInto('stored_value')
    .values({ id, kind: 'store_credit', customer_id: customerId, currency, issued_at: at })
    .onConflict((taken) => taken.columns(['customer_id', 'currency']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (opened) return opened.id;
  const { id: had } = await tx
    .selectFrom('stored_value')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('currency', '=', currency)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return had;
}

type Entry = {
  id: string;
  valueId: string;
  deltaMinor: number;
  /** Once in all: a second entry for it breaks the transaction. */
  cause: string;
  orderId?: string | null;
  paymentId?: string | null;
  refundId?: string | null;
  actor: Actor;
  at: Date;
};

/** Pays with it. The condition is in the UPDATE, so two at once never spend the same money. False when it is not there to be spent. */
export async function redeem(tx: Tx, { deltaMinor, ...entry }: Entry): Promise<boolean> {
  const left = await tx
    .updateTable('stored_value')
    .set((eb) => ({ balance_minor: eb('balance_minor', '+', deltaMinor), version: eb('version', '+', 1) }))
    .where('id', '=', entry.valueId)
    .where('state', '=', 'active')
    .where('balance_minor', '>=', -deltaMinor)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', entry.at)]))
    .returning(['balance_minor as balanceMinor', 'version'])
    .executeTakeFirst();
  if (left) await insertEntry(tx, 'redeemed', { ...entry, deltaMinor, ...left });
  return left !== undefined;
}

/** Puts money on it, also when it ran out: then it may be spent until `spendUntil`. */
export async function payIn(tx: Tx, kind: 'issued' | 'refunded' | 'bonus' | 'points', entry: Entry & { spendUntil: Date }): Promise<void> {
  const left = await tx
    .updateTable('stored_value')
    .set((eb) => ({
      balance_minor: eb('balance_minor', '+', entry.deltaMinor),
      version: eb('version', '+', 1),
      expires_at: sql<Date | null>`case when expires_at is null then null else greatest(expires_at, ${entry.spendUntil}::timestamptz) end`
    }))
    .where('id', '=', entry.valueId)
    .returning(['balance_minor as balanceMinor', 'version'])
    .executeTakeFirstOrThrow();
  await insertEntry(tx, kind, { ...entry, ...left });
}

async function insertEntry(tx: Tx, kind: ValueEntry['kind'], entry: Entry & { balanceMinor: number; version: number }): Promise<void> {
  await tx
    .insertInto('stored_value_entry')
    .values({
      id: entry.id,
      stored_value_id: entry.valueId,
      number: entry.version,
      kind,
      delta_minor: entry.deltaMinor,
      balance_minor: entry.balanceMinor,
      cause: entry.cause,
      order_id: entry.orderId ?? null,
      payment_id: entry.paymentId ?? null,
      refund_id: entry.refundId ?? null,
      actor: JSON.stringify(entry.actor),
      at: entry.at
    })
    .execute();
}

/** From which gift card or credit a payment was made. */
export async function valueOfPayment(tx: Tx, paymentId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('stored_value_entry')
    .select('stored_value_id as id')
    .where('payment_id', '=', paymentId)
    .where('kind', '=', 'redeemed')
    .executeTakeFirst();
  return row?.id;
}

export async function hasEntry(tx: Tx, cause: string): Promise<boolean> {
  return (await tx.selectFrom('stored_value_entry').select('id').where('cause', '=', cause).executeTakeFirst()) !== undefined;
}

export type ValueEntry = {
  id: string;
  kind: 'issued' | 'redeemed' | 'refunded' | 'bonus' | 'points' | 'corrected';
  deltaMinor: number;
  balanceMinor: number;
  at: Date;
  orderNumber: string | null;
};

/** The newest first. */
export async function entriesOf(db: Db, valueId: string, most: number): Promise<ValueEntry[]> {
  return db
    .selectFrom('stored_value_entry as e')
    .leftJoin('orders as o', 'o.id', 'e.order_id')
    .select(['e.id', 'e.kind', 'e.delta_minor as deltaMinor', 'e.balance_minor as balanceMinor', 'e.at', 'o.number as orderNumber'])
    .where('e.stored_value_id', '=', valueId)
    .orderBy('e.number', 'desc')
    .limit(most)
    .execute();
}

/** Store credit of nobody we know, for whoever has its code. */
export async function openUnprovenCredit(
  tx: Tx,
  { id, sealed, currency, at }: { id: string; sealed: Sealed; currency: string; at: Date }
): Promise<void> {
  const code = { code_seal: sealed.codeSeal, last_four: sealed.lastFour };
  await tx
    .insertInto('stored_value')
    .values({ id, kind: 'store_credit', ...code, currency, issued_at: at })
    .execute();
}
