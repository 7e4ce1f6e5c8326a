import { sql } from 'kysely';
import type { OrderChange, UndoPlan } from '#lib/commerce/order-change/order-change.ts';
import type { PastParcel } from '#lib/commerce/policies/past-requests.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';

const change = [
  'id',
  'order_id as orderId',
  'kind',
  'state',
  'wish',
  'effect',
  'undo',
  'policy',
  'reason',
  'actor',
  'at',
  'undo_until as undoUntil'
] as const;

export async function findChange(db: Db | Tx, id: string): Promise<OrderChange | undefined> {
  return db.selectFrom('order_change').select(change).where('id', '=', id).$castTo<OrderChange>().executeTakeFirst();
}

/** The oldest first. */
export async function changesOf(db: Db | Tx, orderId: string): Promise<OrderChange[]> {
  return db
    .selectFrom('order_change')
    .select(change)
    .where('order_id', '=', orderId)
    .orderBy('at')
    .orderBy('id')
    .$castTo<OrderChange>()
    .execute();
}

type NewChange = Omit<OrderChange, 'actor'> & { actor: Actor; parcels: readonly PastParcel[] };

export async function insertChange(tx: Tx, { actor, ...made }: NewChange): Promise<void> {
  await tx
    .insertInto('order_change')
    .values({
      id: made.id,
      order_id: made.orderId,
      kind: made.kind,
      state: made.state as 'confirmed',
      wish: JSON.stringify(made.wish),
      effect: JSON.stringify(made.effect),
      undo: made.undo && JSON.stringify(made.undo),
      policy: made.policy && JSON.stringify(made.policy),
      parcels: JSON.stringify(made.parcels),
      reason: made.reason,
      actor: JSON.stringify(actor),
      at: made.at,
      undo_until: made.undoUntil
    })
    .execute();
}

/** It was paid, so it is made; and can be taken back for a while, where that is said. */
export async function confirmChange(tx: Tx, id: string, back: { undoUntil: Date; undo: UndoPlan } | null): Promise<void> {
  await tx
    .updateTable('order_change')
    .set({ state: 'confirmed', ...(back && { undo_until: back.undoUntil, undo: JSON.stringify(back.undo) }) })
    .where('id', '=', id)
    .where('state', '=', 'awaiting_payment')
    .execute();
}

type End = { state: 'undone' | 'settled' | 'lapsed'; at: Date; by?: Actor };

export async function endChange(tx: Tx, id: string, { state, at, by }: End): Promise<void> {
  await tx
    .updateTable('order_change')
    .set({ state, ended_at: at, undone_by: by ? JSON.stringify(by) : null })
    .where('id', '=', id)
    .execute();
}

/**
 * Takes back that money is owed for a cause: what was taken off is to be paid again, what was to be sent is not. False, with nothing changed,
 * when some of it was sent or is being sent.
 */
export async function withdrawCredit(tx: Tx, orderId: string, cause: string): Promise<boolean> {
  const { rows: parts } = await sql<{ isStill: boolean }>`
    select case when r.how = 'taken-off' then p.state = 'pending' or p.authorized_minor > p.captured_minor
      else r.state = 'due' and not exists (select from payment_transaction t where t.provider_key = 'refund:' || r.id) end as "isStill"
    from refund r join order_credit c on c.id = r.credit_id join payment p on p.id = r.payment_id
    where c.order_id = ${orderId} and c.cause = ${cause} for update of r, p`.execute(tx);
  if (parts.some(({ isStill }) => !isStill)) return false;
  const { rows: gone } = await sql<{ paymentId: string; amountMinor: number; how: string }>`
    delete from refund r using order_credit c where c.id = r.credit_id and c.order_id = ${orderId} and c.cause = ${cause}
    returning r.payment_id as "paymentId", r.amount_minor as "amountMinor", r.how`.execute(tx);
  for (const { paymentId, amountMinor, how } of gone) {
    if (how !== 'taken-off') continue;
    // oxlint-disable-next-line no-await-in-loop -- two at most
    await sql`update payment set amount_minor = amount_minor + ${amountMinor}::bigint, version = version + 1 where id = ${paymentId}`.execute(
      tx
    );
  }
  await tx.deleteFrom('order_credit').where('order_id', '=', orderId).where('cause', '=', cause).execute();
  return true;
}

/** So much less is to be paid in cash for the order itself; false when it was paid meanwhile. */
export async function lowerPending(tx: Tx, orderId: string, byMinor: number): Promise<boolean> {
  const { rows } = await sql`
    update payment set amount_minor = amount_minor - ${byMinor}::bigint, version = version + 1
    where order_id = ${orderId} and change_id is null and state = 'pending' and amount_minor >= ${byMinor}::bigint returning id`.execute(
    tx
  );
  return rows.length === 1;
}
