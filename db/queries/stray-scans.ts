import { sql } from 'kysely';
import type { StrayReason } from '#lib/commerce/fulfilment/stray-scan.ts';
import type { Db, Tx } from '../client.ts';

type NewStray = {
  provider: string;
  trackingNumber: string;
  reason: StrayReason;
  orderId: string | null;
  eventId: string;
  /** As it was taken from the wire, in our words, with the carrier's own record in it. */
  message: unknown;
  at: Date;
};

/** Each message tells the whole history, so of one number and reason the last is kept. What a person has seen comes up again with it. */
export async function keepStray(tx: Db | Tx, { provider, trackingNumber, reason, orderId, eventId, message, at }: NewStray): Promise<void> {
  await sql`
    insert into stray_scan as s (provider, tracking_number, reason, order_id, event_id, message, first_at, last_at)
    values (${provider}, ${trackingNumber}, ${reason}, ${orderId}, ${eventId}, ${JSON.stringify(message)}::jsonb, ${at}, ${at})
    on conflict (provider, tracking_number, reason) do update set order_id = excluded.order_id, event_id = excluded.event_id,
      message = excluded.message, times = s.times + 1, last_at = excluded.last_at, ended_at = null
    where s.event_id <> excluded.event_id`.execute(tx);
}

/** What was heard of a number before any parcel had it. */
export async function unknownNews(db: Db, trackingNumber: string): Promise<{ provider: string; message: unknown }[]> {
  return db
    .selectFrom('stray_scan')
    .select(['provider', 'message'])
    .where('tracking_number', '=', trackingNumber)
    .where('reason', '=', 'number-unknown')
    .where('ended_at', 'is', null)
    .execute();
}

type StrayKey = { provider: string; trackingNumber: string; reason: StrayReason };

/** A person has looked, or a parcel was found for it. */
export async function endStray(db: Db, { provider, trackingNumber, reason }: StrayKey, at: Date): Promise<void> {
  await db
    .updateTable('stray_scan')
    .set({ ended_at: at })
    .where('provider', '=', provider)
    .where('tracking_number', '=', trackingNumber)
    .where('reason', '=', reason)
    .where('ended_at', 'is', null)
    .execute();
}

export type Stray = StrayKey & { number: string | null; times: number; lastAt: Date };

/** News that fits no parcel, the latest first. */
export async function openStrays(db: Db, limit: number): Promise<Stray[]> {
  return db
    .selectFrom('stray_scan as s')
    .leftJoin('orders as o', 'o.id', 's.order_id')
    .select(['s.provider', 's.tracking_number as trackingNumber', 's.reason', 's.times', 's.last_at as lastAt', 'o.number'])
    .where('s.ended_at', 'is', null)
    .orderBy('s.last_at', 'desc')
    .orderBy('s.tracking_number')
    .limit(limit)
    .execute();
}

export async function forgetOldStrays(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('stray_scan').where('ended_at', '<', before).execute();
}
