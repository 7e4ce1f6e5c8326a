import { sql } from 'kysely';
import type { Notice } from '#lib/commerce/notices/notice.ts';
import type { Db, Tx } from '../client.ts';

export type NoticeForTalk = Notice & { orderId: string; number: string; version: number; customerId: string | null; at: Date };

export async function noticeForTalk(db: Db, noticeId: string): Promise<NoticeForTalk | undefined> {
  return db
    .selectFrom('notice as n')
    .innerJoin('orders as o', 'o.id', 'n.order_id')
    .select(['n.kind', 'n.title', 'n.words', 'n.version', 'n.at', 'o.id as orderId', 'o.number', 'o.customer_id as customerId'])
    .where('n.id', '=', noticeId)
    .executeTakeFirst();
}

export type AlertForTalk = {
  customerId: string;
  productId: string;
  /** Of what is said of it. */
  version: number;
  handle: string;
  title: string;
  options: string[];
  currency: string;
  priceMinor: number;
  available: number;
  at: Date;
};

/** A thing that somebody with an account waited for and was told of; undefined for an address without one. */
export async function alertForTalk(db: Db, alertId: string): Promise<AlertForTalk | undefined> {
  const { rows } = await sql<AlertForTalk>`
    select u.id as "customerId", g.id as "productId", g.version, g.handle, g.title, v.options, c.currency, c.amount_minor as "priceMinor", a.ended_at as at,
      (select coalesce(sum(greatest(0, l.available)), 0)::int from stock_level l where l.variant_id = v.id) as available
    from stock_alert a
      join app_user u on lower(u.email) = a.email and u.role = 'shopper' and u.ended_at is null and u.email_confirmed_at is not null
      join variant v on v.id = a.variant_id join product g on g.id = v.product_id
      join price c on c.variant_id = v.id and c.price_list = 'shop'
    where a.id = ${alertId} and a.state = 'told'`.execute(db);
  return rows[0];
}

/** Whether whoever's talk it is wants to hear of news elsewhere only. */
export async function isQuiet(db: Db | Tx, threadId: string): Promise<boolean> {
  const row = await db.selectFrom('support_thread').select('is_quiet as isQuiet').where('id', '=', threadId).executeTakeFirst();
  return row?.isQuiet ?? false;
}

/** @returns the version of the talk with it */
export async function saveQuiet(tx: Tx, threadId: string, wish: boolean): Promise<number> {
  const { version } = await tx
    .updateTable('support_thread')
    .set((eb) => ({ is_quiet: wish, version: eb('version', '+', 1) }))
    .where('id', '=', threadId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
