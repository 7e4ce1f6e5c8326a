import { sql } from 'kysely';
import type { Sending } from '#lib/commerce/fulfilment/carrier.ts';
import type { Db, Tx } from '../client.ts';
import { cameAfter } from './came-over.ts';

export type LabelState = 'own' | 'wanted' | 'bought' | 'refused' | 'voided' | 'kept';
export type LabelledShipment = {
  id: string;
  service: string;
  trackingNumber: string | null;
  carrierRef: string | null;
  labelState: LabelState;
};

/** The shipment of a parcel, if it has one yet. */
export async function shipmentOf(db: Db | Tx, fulfilmentOrderId: string): Promise<LabelledShipment | undefined> {
  return db
    .selectFrom('shipment')
    .select(['id', 'service', 'tracking_number as trackingNumber', 'carrier_ref as carrierRef', 'label_state as labelState'])
    .where('fulfilment_order_id', '=', fulfilmentOrderId)
    .executeTakeFirst();
}

/** Written down before anything is bought. @returns the name that counts: of two tries at once the first one's */
export async function keepCarrierRef(db: Db, id: string, ref: string): Promise<string> {
  const { rows } = await sql<{ ref: string }>`
    update shipment set carrier_ref = coalesce(carrier_ref, ${ref}) where id = ${id} returning carrier_ref as ref`.execute(db);
  return rows[0]?.ref ?? ref;
}

export async function isNumberInUse(tx: Tx, { trackingNumber, not }: { trackingNumber: string; not: string }): Promise<boolean> {
  const row = await tx
    .selectFrom('shipment')
    .select('id')
    .where('tracking_number', '=', trackingNumber)
    .where('state', 'not in', ['delivered', 'returned', 'cancelled'])
    .where('id', '<>', not)
    .executeTakeFirst();
  return row !== undefined;
}

type Bought = { trackingNumber: string; trackerRef: string | null; pdf: Uint8Array | null; at: Date };

export async function keepLabel(tx: Tx, id: string, { trackingNumber, trackerRef, pdf, at }: Bought): Promise<void> {
  await tx
    .updateTable('shipment')
    .set({ tracking_number: trackingNumber, tracker_ref: trackerRef, label_state: 'bought', label_note: '' })
    .where('id', '=', id)
    .execute();
  if (pdf)
    await tx
      .insertInto('carrier_label')
      .values({ shipment_id: id, pdf: Buffer.from(pdf), at })
      .execute();
}

export async function setLabelState(tx: Db | Tx, id: string, state: LabelState, note = ''): Promise<void> {
  await tx.updateTable('shipment').set({ label_state: state, label_note: note }).where('id', '=', id).execute();
}

const GRAMS = sql<number | null>`(
  select case when bool_and(v.weight_grams is not null) then ceil(sum(v.weight_grams * l.quantity))::float8 end
  from fulfilment_line l join variant v on v.id = l.variant_id where l.fulfilment_order_id = f.id)`;

/** A parcel as its carrier must know it, from the door of its place to the shopper's. */
export async function sendingOf(db: Db, shipmentId: string): Promise<Sending | undefined> {
  return db
    .selectFrom('shipment as s')
    .innerJoin('fulfilment_order as f', 'f.id', 's.fulfilment_order_id')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .innerJoin('node as n', 'n.id', 'f.node_id')
    .select(['s.id as reference', 's.service', GRAMS.as('grams')])
    .select(
      sql<
        Sending['from']
      >`json_build_object('name', n.name, 'phone', coalesce(n.phone, ''), 'line1', n.address, 'line2', '', 'city', n.city,
        'state', split_part(coalesce(n.region, ''), '-', 2), 'postcode', n.postcode, 'country', n.country)`.as('from')
    )
    .select(
      sql<Sending['to']>`json_build_object('name', coalesce(o.contact ->> 'name', ''), 'phone', coalesce(o.contact ->> 'phone', ''),
        'line1', coalesce(o.address ->> 'line1', ''), 'line2', coalesce(o.address ->> 'line2', ''), 'city', coalesce(o.address ->> 'city', ''),
        'state', coalesce(o.address ->> 'state', ''), 'postcode', coalesce(o.address ->> 'postcode', ''), 'country', o.country)`.as('to')
    )
    .where('s.id', '=', shipmentId)
    .executeTakeFirst();
}

/** The carrier's own label of a parcel, when it gave one. */
export async function carrierPdfOf(db: Db, fulfilmentOrderId: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await db
    .selectFrom('carrier_label as c')
    .innerJoin('shipment as s', 's.id', 'c.shipment_id')
    .select('c.pdf')
    .where('s.fulfilment_order_id', '=', fulfilmentOrderId)
    .where('s.label_state', '=', 'bought')
    .executeTakeFirst();
  return row && new Uint8Array(row.pdf);
}

/** A label bears an address, and nobody prints it once its parcel has long arrived. */
export async function forgetOldLabels(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('carrier_label').where('at', '<', before).execute();
}

/** Parcels that wait for a label since before: their jobs were given up. */
export async function waitingForLabels(db: Db, before: Date, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('shipment')
    .select('fulfilment_order_id as id')
    .where('label_state', '=', 'wanted')
    .where('created_at', '<', before)
    .where(
      sql<boolean>`not ${cameAfter(sql`(select f.order_id from fulfilment_order f where f.id = fulfilment_order_id)`, sql`created_at`)}`
    )
    .orderBy('created_at')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

export type LabelTrouble = { fulfilmentOrderId: string; number: string; carrier: string; labelState: 'refused' | 'kept'; note: string };

/** Labels that a carrier did not give, or did not take back. */
export async function labelTroubles(db: Db, limit: number): Promise<LabelTrouble[]> {
  const rows = await db
    .selectFrom('shipment as s')
    .innerJoin('fulfilment_order as f', 'f.id', 's.fulfilment_order_id')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .select(['f.id as fulfilmentOrderId', 'o.number', 's.carrier', 's.label_state as labelState', 's.label_note as note'])
    .where('s.label_state', 'in', ['refused', 'kept'])
    .orderBy('s.created_at', 'desc')
    .limit(limit)
    .execute();
  return rows as LabelTrouble[];
}
