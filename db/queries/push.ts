import { sql } from 'kysely';
import type { PushTarget } from '#lib/commerce/notices/push.ts';
import type { Db, Tx } from '../client.ts';

export type NewSubscription = PushTarget & { id: string; orderId: string; at: Date };

/** False when so many devices are told of the order already. The same device again brings its newest keys. */
export async function keepSubscription(tx: Tx, { id, orderId, at, ...to }: NewSubscription, most: number): Promise<boolean> {
  await tx.selectFrom('orders').select('id').where('id', '=', orderId).forNoKeyUpdate().execute();
  const { rows } = await sql`
    insert into push_subscription (id, order_id, endpoint, p256dh, auth, made_at)
    select ${id}, ${orderId}, ${to.endpoint}, ${to.p256dh}, ${to.auth}, ${at}
    where (select count(*) from push_subscription
      where order_id = ${orderId} and gone_at is null and endpoint <> ${to.endpoint}) < ${most}
    on conflict (order_id, endpoint) do update set p256dh = excluded.p256dh, auth = excluded.auth, gone_at = null
    returning id`.execute(tx);
  return rows.length > 0;
}

export async function dropSubscription(tx: Tx, { orderId, endpoint }: { orderId: string; endpoint: string }): Promise<void> {
  await tx.deleteFrom('push_subscription').where('order_id', '=', orderId).where('endpoint', '=', endpoint).execute();
}

/** One for each device that wants to be told of the order. */
export async function queuePushes(
  tx: Tx,
  { noticeId, orderId, newId }: { noticeId: string; orderId: string; newId: () => string }
): Promise<void> {
  const devices = await tx
    .selectFrom('push_subscription')
    .select('id')
    .where('order_id', '=', orderId)
    .where('gone_at', 'is', null)
    .execute();
  if (devices.length === 0) return;
  await tx
    .insertInto('push_message')
    .values(devices.map(({ id }) => ({ id: newId(), notice_id: noticeId, subscription_id: id })))
    .execute();
}

export type DuePush = PushTarget & { id: string; orderId: string; title: string; words: string };

/** What of a notice is still to be pushed. */
export async function duePushes(db: Db, noticeId: string): Promise<DuePush[]> {
  return db
    .selectFrom('push_message as m')
    .innerJoin('push_subscription as s', 's.id', 'm.subscription_id')
    .innerJoin('notice as n', 'n.id', 'm.notice_id')
    .select(['m.id', 's.order_id as orderId', 's.endpoint', 's.p256dh', 's.auth', 'n.title', 'n.words'])
    .where('m.notice_id', '=', noticeId)
    .where('m.state', '=', 'due')
    .orderBy('m.id')
    .execute();
}

/** The condition is in the UPDATE: of two workers one sends. False for the other. */
export async function takePush(db: Db, id: string, { at, until }: { at: Date; until: Date }): Promise<boolean> {
  const taken = await db
    .updateTable('push_message')
    .set((eb) => ({ taken_until: until, tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'due')
    .where((eb) => eb.or([eb('taken_until', 'is', null), eb('taken_until', '<=', at)]))
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

/** It could not be sent now: whoever tries next need not wait. */
export async function letGoOfPush(db: Db, id: string): Promise<void> {
  await db.updateTable('push_message').set({ taken_until: null }).where('id', '=', id).where('state', '=', 'due').execute();
}

/** A browser that is gone is told of nothing any more, whichever order it asked for. */
export async function endPush(
  db: Db,
  push: { id: string; endpoint: string },
  { state, at }: { state: 'sent' | 'gone'; at: Date }
): Promise<void> {
  await sql`
    with ended as (
      update push_message set state = ${state}, ended_at = ${at} where id = ${push.id} and state = 'due' returning id)
    update push_subscription set gone_at = ${at}
    where endpoint = ${push.endpoint} and gone_at is null and ${state} = 'gone' and exists (select from ended)`.execute(db);
}

/** Those who are gone, and devices that asked for an order of long ago. */
export async function forgetOldSubscriptions(db: Db, before: Date): Promise<void> {
  await sql`
    delete from push_subscription s using orders o
    where o.id = s.order_id and (s.gone_at < ${before} or o.updated_at < ${before})`.execute(db);
}
