import { sql } from 'kysely';
import type { Instructions } from '#lib/commerce/fulfilment/carrier.ts';
import type { WishedParcel } from '#lib/commerce/parcel-choice/travel-wish.ts';
import type { Db, Tx } from '../client.ts';

export type WishedRow = Omit<WishedParcel, 'promise'> & { id: string; orderId: string; shipmentId: string | null; shipBy: string | null };

/** A parcel as its wishes are judged by, but for its promise. */
export async function wishedParcel(db: Db | Tx, fulfilmentOrderId: string): Promise<WishedRow | undefined> {
  return db
    .selectFrom('fulfilment_order as f')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .leftJoin('shipment as s', 's.fulfilment_order_id', 'f.id')
    .leftJoin('parcel_wish as w', 'w.fulfilment_order_id', 'f.id')
    .select(['f.id', 'f.order_id as orderId', 'f.method', 'f.state', 's.id as shipmentId', 's.state as shipmentState'])
    .select(sql<boolean>`w.door_pin is not null`.as('hasPin'))
    .select(sql<boolean>`o.life = 'confirmed'`.as('isConfirmed'))
    .select(sql<string | null>`f.plan ->> 'shipBy'`.as('shipBy'))
    .where('f.id', '=', fulfilmentOrderId)
    .executeTakeFirst();
}

type Asked = { safePlace?: string; pin?: string; at: Date };

/** What was wished before stays beside it; the carrier is to be told anew. */
export async function keepWish(tx: Tx, fulfilmentOrderId: string, { safePlace, pin, at }: Asked): Promise<void> {
  const asked = { ...(safePlace !== undefined && { safe_place: safePlace }), ...(pin !== undefined && { door_pin: pin, pin_at: at }) };
  await tx
    .insertInto('parcel_wish')
    .values({ fulfilment_order_id: fulfilmentOrderId, safe_place: null, door_pin: null, ...asked, at })
    .onConflict((conflict) => conflict.column('fulfilment_order_id').doUpdateSet({ ...asked, told_at: null, refused: '', at }))
    .execute();
}

/** It leaves so much later, too. */
export async function setShipBy(tx: Tx, fulfilmentOrderId: string, shipBy: Date): Promise<void> {
  await sql`update fulfilment_order set plan = plan || jsonb_build_object('shipBy', ${shipBy.toISOString()}::text)
    where id = ${fulfilmentOrderId}`.execute(tx);
}

/** The carrier said nothing of it yet: what the shopper chose is expected now. */
export async function expectAt(tx: Tx, fulfilmentOrderId: string, { from, until }: { from: Date; until: Date }): Promise<void> {
  await tx
    .updateTable('shipment')
    .set({ estimate_from: from, estimate_until: until })
    .where('fulfilment_order_id', '=', fulfilmentOrderId)
    .execute();
}

export type ToTell = Instructions & { trackingNumber: string; at: Date };

/** What its carrier is still to be told; undefined when it knows all. */
export async function untoldWish(db: Db, fulfilmentOrderId: string): Promise<ToTell | undefined> {
  return db
    .selectFrom('parcel_wish as w')
    .innerJoin('shipment as s', 's.fulfilment_order_id', 'w.fulfilment_order_id')
    .innerJoin('promise as p', 'p.fulfilment_order_id', 'w.fulfilment_order_id')
    .select(['p.deliver_from as deliverFrom', 'p.deliver_until as deliverUntil', 'w.safe_place as safePlace', 'w.door_pin as pin', 'w.at'])
    .select('s.tracking_number as trackingNumber')
    .$narrowType<{ trackingNumber: string }>()
    .where('w.fulfilment_order_id', '=', fulfilmentOrderId)
    .where('w.told_at', 'is', null)
    .where('s.tracking_number', 'is not', null)
    .orderBy('p.number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Unless something else was wished meanwhile, which is then told by its own job. */
export async function noteTold(db: Db, fulfilmentOrderId: string, told: { wishedAt: Date; at: Date; refused: string }): Promise<void> {
  await db
    .updateTable('parcel_wish')
    .set({ told_at: told.at, refused: told.refused })
    .where('fulfilment_order_id', '=', fulfilmentOrderId)
    .where('at', '=', told.wishedAt)
    .execute();
}

export type KeptWish = { fulfilmentOrderId: string; safePlace: string | null; pin: string | null; refused: string };

/** For the shopper's own page alone. */
export async function wishesOf(db: Db, orderId: string): Promise<KeptWish[]> {
  return db
    .selectFrom('parcel_wish as w')
    .innerJoin('fulfilment_order as f', 'f.id', 'w.fulfilment_order_id')
    .select(['w.fulfilment_order_id as fulfilmentOrderId', 'w.safe_place as safePlace', 'w.door_pin as pin', 'w.refused'])
    .where('f.order_id', '=', orderId)
    .execute();
}
