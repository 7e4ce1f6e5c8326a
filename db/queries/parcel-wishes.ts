import { sql } from 'kysely';
import type { Instructions } from '#lib/commerce/fulfilment/carrier.ts';
import type { WishedParcel } from '#lib/commerce/parcel-choice/travel-wish.ts';
import type { Policy } from '#lib/commerce/policies/policy.ts';
import type { Db, Tx } from '../client.ts';
import { policyOfRow } from './policies.ts';

export type WishedRow = Omit<WishedParcel, 'promise' | 'stores'> & {
  lat: number | null;
  lng: number | null;
  id: string;
  orderId: string;
  shipmentId: string | null;
  shipBy: string | null;
  policy: Policy;
};

/** A parcel as its wishes are judged by, but for its promise. */
export async function wishedParcel(db: Db | Tx, fulfilmentOrderId: string): Promise<WishedRow | undefined> {
  return db
    .selectFrom('fulfilment_order as f')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .leftJoin('shipment as s', 's.fulfilment_order_id', 'f.id')
    .leftJoin('parcel_wish as w', 'w.fulfilment_order_id', 'f.id')
    .select(['f.id', 'f.order_id as orderId', 'f.method', 'f.state', 's.id as shipmentId', 's.state as shipmentState'])
    .leftJoin('postcode as z', (join) => join.onRef('z.country', '=', 'o.country').on('z.code', '=', sql<string>`o.address ->> 'postcode'`))
    .select(['w.collect_node_id as collectNodeId', 'z.lat', 'z.lng'])
    .select(sql<boolean>`not exists (select from payment p where p.order_id = o.id and p.state = 'pending')`.as('isPaid'))
    .select(sql<boolean>`w.door_pin is not null`.as('hasPin'))
    .select(sql<boolean>`o.life = 'confirmed'`.as('isConfirmed'))
    .select(sql<string | null>`f.plan ->> 'shipBy'`.as('shipBy'))
    .select(policyOfRow('o').as('policy'))
    .where('f.id', '=', fulfilmentOrderId)
    .executeTakeFirst();
}

type Asked = { safePlace?: string; pin?: string; collectNodeId?: string; at: Date };

/** What was wished before stays beside it; the carrier is to be told anew. */
export async function keepWish(tx: Tx, fulfilmentOrderId: string, { safePlace, pin, collectNodeId, at }: Asked): Promise<void> {
  const asked = {
    ...(collectNodeId !== undefined && { collect_node_id: collectNodeId }),
    ...(safePlace !== undefined && { safe_place: safePlace }),
    ...(pin !== undefined && { door_pin: pin, pin_at: at })
  };
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
    .leftJoin('node as n', 'n.id', 'w.collect_node_id')
    .select('s.tracking_number as trackingNumber')
    .select(
      sql<Instructions['to']>`case when n.id is not null
        then json_build_object('lat', n.lat, 'lng', n.lng, 'name', n.name, 'timeZone', n.time_zone) end`.as('to')
    )
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

export type KeptWish = {
  fulfilmentOrderId: string;
  safePlace: string | null;
  pin: string | null;
  refused: string;
};

/** For the shopper's own page alone. */
export async function wishesOf(db: Db, orderId: string): Promise<KeptWish[]> {
  return db
    .selectFrom('parcel_wish as w')
    .innerJoin('fulfilment_order as f', 'f.id', 'w.fulfilment_order_id')
    .select(['w.fulfilment_order_id as fulfilmentOrderId', 'w.safe_place as safePlace', 'w.door_pin as pin', 'w.refused'])
    .where('f.order_id', '=', orderId)
    .execute();
}

/** It lies at a counter instead of the door: from now on it is what is collected there. */
export async function setCollected(tx: Tx, fulfilmentOrderId: string, at: { nodeId: string; collectCode: string }): Promise<void> {
  await tx
    .updateTable('fulfilment_order')
    .set({ method: 'pickup', node_id: at.nodeId, collect_code: at.collectCode })
    .where('id', '=', fulfilmentOrderId)
    .execute();
}

export type GoodsOfParcel = { variantId: string; quantity: number; counted: boolean };

/** What travelled to a counter is in no book of the store: it is put into them when nobody comes for it. Empty for what was allocated there. */
export async function broughtGoods(tx: Tx, fulfilmentOrderId: string): Promise<GoodsOfParcel[]> {
  const { rows } = await sql<GoodsOfParcel>`
    select l.variant_id as "variantId", sum(l.quantity)::int as quantity, v.tracked as counted
    from fulfilment_line l join variant v on v.id = l.variant_id
    where l.fulfilment_order_id = ${fulfilmentOrderId} and exists (
      select from parcel_wish w where w.fulfilment_order_id = l.fulfilment_order_id and w.collect_node_id is not null)
    group by l.variant_id, v.tracked order by l.variant_id`.execute(tx);
  return rows;
}
