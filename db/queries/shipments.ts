import { sql } from 'kysely';
import type { FulfilmentOrderState } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import type { ShipmentState } from '#lib/commerce/fulfilment/shipment.machine.ts';
import type { Db, Tx } from '../client.ts';
import { cameAfter } from './came-over.ts';

/** Without a number it waits for the label of its carrier, who gives one. */
type NewShipment = { id: string; fulfilmentOrderId: string; carrier: string; service: string; trackingNumber: string | null; at: Date };

export async function insertShipment(tx: Tx, shipment: NewShipment): Promise<void> {
  await tx
    .insertInto('shipment')
    .values({
      id: shipment.id,
      fulfilment_order_id: shipment.fulfilmentOrderId,
      carrier: shipment.carrier,
      service: shipment.service,
      tracking_number: shipment.trackingNumber,
      label_state: shipment.trackingNumber === null ? 'wanted' : 'own',
      state: 'pre_transit',
      created_at: shipment.at
    })
    .execute();
}

export type TrackedShipment = {
  id: string;
  orderId: string;
  fulfilmentOrderId: string;
  state: ShipmentState;
  parcelState: FulfilmentOrderState;
  service: string;
  country: string;
  /** When it had to leave, as planned. */
  shipBy: string | null;
  shippedAt: Date;
  doorLat: number | null;
  doorLng: number | null;
  /** The code that its door asks for, and since when. */
  doorPin: string | null;
  pinAt: Date | null;
  /** The store it goes to instead of the door. */
  collectNodeId: string | null;
};

/** Of parcels that had the same number one after the other, the one under way, or else the last. */
export async function findTracked(db: Db | Tx, trackingNumber: string): Promise<TrackedShipment | undefined> {
  return db
    .selectFrom('shipment as s')
    .innerJoin('fulfilment_order as f', 'f.id', 's.fulfilment_order_id')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .leftJoin('parcel_wish as w', 'w.fulfilment_order_id', 'f.id')
    .leftJoin('postcode as z', (join) => join.onRef('z.country', '=', 'o.country').on('z.code', '=', sql<string>`o.address ->> 'postcode'`))
    .select(['s.id', 'f.order_id as orderId', 's.fulfilment_order_id as fulfilmentOrderId', 's.state', 's.service', 'o.country'])
    .select(['f.state as parcelState', 'w.door_pin as doorPin', 'w.pin_at as pinAt', 'w.collect_node_id as collectNodeId'])
    .select(['s.created_at as shippedAt', 'z.lat as doorLat', 'z.lng as doorLng', sql<string | null>`f.plan ->> 'shipBy'`.as('shipBy')])
    .where('s.tracking_number', '=', trackingNumber)
    .orderBy(sql`s.state in ('delivered', 'returned', 'cancelled')`)
    .orderBy('s.created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function markBooked(db: Db, id: string, { trackerRef, at }: { trackerRef: string | null; at: Date }): Promise<void> {
  await db.updateTable('shipment').set({ booked_at: at, tracker_ref: trackerRef }).where('id', '=', id).execute();
}

type ShipmentChange = { state: ShipmentState; deliveredAt: Date | null; estimate: { from: Date; until: Date } | null };

export async function moveShipment(tx: Tx, id: string, { state, deliveredAt, estimate }: ShipmentChange): Promise<void> {
  await tx
    .updateTable('shipment')
    .set((eb) => ({
      state,
      delivered_at: deliveredAt,
      estimate_from: estimate && estimate.from,
      estimate_until: estimate && estimate.until,
      version: eb('version', '+', 1)
    }))
    .where('id', '=', id)
    .execute();
}

/** Where a parcel starts and ends, and what was promised: what a carrier must know to take it. */
export async function journeyOf(db: Db, shipmentId: string) {
  return db
    .selectFrom('shipment as s')
    .innerJoin('fulfilment_order as f', 'f.id', 's.fulfilment_order_id')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .innerJoin('node as n', 'n.id', 'f.node_id')
    .leftJoin('postcode as z', (join) => join.onRef('z.country', '=', 'o.country').on('z.code', '=', sql<string>`o.address ->> 'postcode'`))
    .innerJoin('promise as p', (join) =>
      join.onRef('p.fulfilment_order_id', '=', 'f.id').on('p.number', '=', (eb) =>
        eb
          .selectFrom('promise as last')
          .select((l) => l.fn.max('last.number').as('n'))
          .whereRef('last.fulfilment_order_id', '=', 'f.id')
      )
    )
    .select(['s.id', 's.tracking_number as trackingNumber', 's.service', 's.booked_at as bookedAt', 's.created_at as shippedAt'])
    .select('s.tracker_ref as trackerRef')
    .select([
      'n.name as fromName',
      'n.lat as fromLat',
      'n.lng as fromLng',
      'n.time_zone as timeZone',
      'z.lat as toLat',
      'z.lng as toLng',
      'z.city as toCity'
    ])
    .select(['p.deliver_from as deliverFrom', 'p.deliver_until as deliverUntil', 'f.plan'])
    .where('s.id', '=', shipmentId)
    .executeTakeFirst();
}

const UNDER_WAY: ShipmentState[] = ['pre_transit', 'in_transit', 'out_for_delivery', 'attempt_failed', 'exception'];

type Silent = { id: string; trackingNumber: string };

/** Parcels under way of which nobody said anything since `heardBefore`, or whose last date is over; those behind `after`, by their id. */
export async function silentShipments(
  db: Db,
  { at, heardBefore, after, most }: { at: Date; heardBefore: Date; after: string; most: number }
): Promise<Silent[]> {
  const { rows } = await sql<Silent>`
    select s.id, s.tracking_number as "trackingNumber" from shipment s
    where s.id > ${after} and not ${cameAfter(sql`(select f.order_id from fulfilment_order f where f.id = s.fulfilment_order_id)`, sql`coalesce((select max(t.received_at) from tracking_event t where t.shipment_id = s.id), s.created_at)`)} and s.tracking_number is not null and s.state = any (${UNDER_WAY}) and (
      coalesce((select max(t.received_at) from tracking_event t where t.shipment_id = s.id), s.created_at) < ${heardBefore}
      or (select p.deliver_until from promise p where p.fulfilment_order_id = s.fulfilment_order_id order by p.number desc limit 1) < ${at})
    order by s.id limit ${most}`.execute(db);
  return rows;
}
