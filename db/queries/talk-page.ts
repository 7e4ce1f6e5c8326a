import { sql } from 'kysely';
import type { ShownAction } from '#lib/commerce/support/shown-talk.ts';
import type { Db } from '../client.ts';

/** How far a talk is, and which of us has it. */
export type TalkHead = { version: number; takenBy: string | null };

export async function talkHead(db: Db, threadId: string): Promise<TalkHead | undefined> {
  return db
    .selectFrom('support_thread as t')
    .leftJoin('app_user as u', 'u.id', 't.taken_by')
    .select(['t.version', 'u.name as takenBy'])
    .where('t.id', '=', threadId)
    .executeTakeFirst();
}

/** How all that was proposed in a talk stands now, by its id. */
export async function actionsOfTalk(db: Db, threadId: string): Promise<Record<string, ShownAction>> {
  const rows = await db
    .selectFrom('pending_action')
    .select(['id', 'state', 'ended_at as endedAt', 'confirmed_at as confirmedAt'])
    .where('thread_id', '=', threadId)
    .execute();
  return Object.fromEntries(rows.map(({ id, ...shown }) => [id, shown]));
}

/** The names of those of us who wrote in a talk, by their ids. */
export async function writersOfTalk(db: Db, threadId: string): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom('app_user')
    .select(['id', 'name'])
    .where('id', 'in', (of) =>
      of
        .selectFrom('support_message')
        .select('said_by')
        .where('thread_id', '=', threadId)
        .where('said_by', 'is not', null)
        .$castTo<{ said_by: string }>()
    )
    .execute();
  return Object.fromEntries(rows.map(({ id, name }) => [id, name ?? '']));
}

/** The first picture of each thing of these orders, by the order's id. */
export async function picturesOfOrders(db: Db, orderIds: readonly string[]): Promise<Record<string, string[]>> {
  if (orderIds.length === 0) return {};
  const { rows } = await sql<{ id: string; pictures: string[] }>`
    select order_id as id, array_agg(image_src order by place) as pictures from order_line
    where order_id = any (${orderIds}::uuid[]) and image_src is not null group by order_id`.execute(db);
  return Object.fromEntries(rows.map(({ id, pictures }) => [id, pictures]));
}

/** The first picture of each of these products, by its handle. */
export async function picturesOfProducts(db: Db, handles: readonly string[]): Promise<Record<string, string>> {
  if (handles.length === 0) return {};
  const { rows } = await sql<{ handle: string; src: string }>`
    select distinct on (p.handle) p.handle, i.src from product p join product_image i on i.product_id = p.id
    where p.handle = any (${handles}) order by p.handle, i.position`.execute(db);
  return Object.fromEntries(rows.map(({ handle, src }) => [handle, src]));
}

/** Of which order each of these pictures is. */
export async function ordersOfPhotos(db: Db, ids: readonly string[]): Promise<{ id: string; orderId: string }[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('return_photo').select(['id', 'order_id as orderId']).where('id', 'in', ids).execute();
}

/** Until when one of us is to answer a talk that waits for a first word of theirs. */
export async function answerDueIn(db: Db, threadId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('support_ticket')
    .select('first_due_at')
    .where('thread_id', '=', threadId)
    .where('state', 'in', ['open', 'assigned'])
    .where('first_answered_at', 'is', null)
    .executeTakeFirst();
  return row?.first_due_at ?? null;
}
