import { sql, type SelectQueryBuilder } from 'kysely';
import type { Talker, Who } from '#lib/commerce/support/who.ts';
import type { Db, Tx } from '../client.ts';
import type { Schema } from '../schema.ts';

export type NewThread = { id: string; who: Who; seal: string; at: Date };

const ownerColumns = ({ who, seal }: Pick<Talker, 'who' | 'seal'>) => ({
  customer_id: who.as === 'customer' ? who.customerId : null,
  order_id: who.as === 'guest' ? who.orderId : null,
  session_seal: who.as === 'anonymous' ? seal : null
});

/** A talk beside the current one. */
export async function insertThread(db: Db | Tx, { id, who, seal, at }: NewThread): Promise<void> {
  await db
    .insertInto('support_thread')
    .values({ id, ...ownerColumns({ who, seal }), made_at: at })
    .execute();
}

/** The one talk that goes on wherever its shopper is; `id` becomes that of a new one. Two at once get the same. */
export async function currentThread(db: Db | Tx, thread: NewThread): Promise<string> {
  const found = await findCurrentThread(db, thread);
  if (found !== undefined) return found;
  const id = (await begunThread(db, thread)) ?? (await findCurrentThread(db, thread));
  if (id === undefined) throw new Error('a current talk was neither there nor could be made');
  return id;
}

/** The row of an account is locked before anything is written: whoever signs in meanwhile brings a talk along, and holds that row. */
async function begunThread(db: Db | Tx, { id, at, ...owner }: NewThread): Promise<string | undefined> {
  const { customer_id, order_id, session_seal } = ownerColumns(owner);
  const account = customer_id === null ? sql`(select 1) u` : sql`(select from app_user where id = ${customer_id} for key share) u`;
  const { rows } = await sql<{ id: string }>`
    insert into support_thread (id, customer_id, order_id, session_seal, is_current, made_at)
    select ${id}::uuid, ${customer_id}::uuid, ${order_id}::uuid, ${session_seal}::text, true, ${at}::timestamptz from ${account}
    on conflict do nothing returning id`.execute(db);
  return rows[0]?.id;
}

/** Undefined while nothing was said yet. */
export async function findCurrentThread(db: Db | Tx, thread: Pick<NewThread, 'who' | 'seal'>): Promise<string | undefined> {
  const row = await ownedBy(db.selectFrom('support_thread').select('id'), thread).where('is_current', '=', true).executeTakeFirst();
  return row?.id;
}

/** What is somebody else's is not found. */
export const ownedBy = <O>(query: SelectQueryBuilder<Schema, 'support_thread', O>, owner: Pick<Talker, 'who' | 'seal'>) => {
  const { customer_id, order_id, session_seal } = ownerColumns(owner);
  return query
    .where('customer_id', 'is not distinct from', customer_id)
    .where('order_id', 'is not distinct from', order_id)
    .where('session_seal', 'is not distinct from', session_seal);
};

export type Thread = { version: number; takenBy: string | null };

/** One at a time speaks or acts in a talk. Undefined for one that is not there or is somebody else's. */
export async function lockThread(tx: Tx, { threadId, ...owner }: Talker): Promise<Thread | undefined> {
  return ownedBy(tx.selectFrom('support_thread').select(['version', 'taken_by as takenBy']), owner)
    .where('id', '=', threadId)
    .forUpdate()
    .executeTakeFirst();
}

/** For whoever has its turn: whose talk it is was asked when they took it. */
export async function lockThreadOfTurn(tx: Tx, threadId: string): Promise<Thread | undefined> {
  return tx
    .selectFrom('support_thread')
    .select(['version', 'taken_by as takenBy'])
    .where('id', '=', threadId)
    .forUpdate()
    .executeTakeFirst();
}

/** Whether it is their talk. */
export async function isTalkOf(db: Db, { threadId, ...owner }: Talker): Promise<boolean> {
  return (await ownedBy(db.selectFrom('support_thread').select('id'), owner).where('id', '=', threadId).executeTakeFirst()) !== undefined;
}

/** Whose talk it is. */
export async function ownerOf(db: Db, id: string): Promise<Who | undefined> {
  const row = await db.selectFrom('support_thread').select(['customer_id', 'order_id']).where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  if (row.customer_id !== null) return { as: 'customer', customerId: row.customer_id };
  return row.order_id === null ? { as: 'anonymous' } : { as: 'guest', orderId: row.order_id };
}
