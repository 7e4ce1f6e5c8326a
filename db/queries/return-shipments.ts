import { sql } from 'kysely';
import type { NewScan, StoredScan } from './scans.ts';
import type { ShipmentState } from '#lib/commerce/fulfilment/shipment.machine.ts';
import type { LabelFacts } from '#lib/commerce/store-work/label.ts';
import type { Sending } from '#lib/commerce/fulfilment/carrier.ts';
import type { Db, Tx } from '../client.ts';
import { cameAfter } from './came-over.ts';
import type { LabelState } from './carrier-labels.ts';

export type ReturnShipment = {
  id: string;
  returnId: string;
  carrier: string;
  service: string;
  trackingNumber: string | null;
  state: ShipmentState;
  labelState: LabelState;
  carrierRef: string | null;
  trackerRef: string | null;
  bookedAt: Date | null;
  deliveredAt: Date | null;
};

const SHIPMENT = [
  'id',
  'return_id as returnId',
  'carrier',
  'service',
  'tracking_number as trackingNumber',
  'state',
  'label_state as labelState',
  'carrier_ref as carrierRef',
  'tracker_ref as trackerRef',
  'booked_at as bookedAt',
  'delivered_at as deliveredAt'
] as const;

/** The one that is alive, if there is one. */
export async function returnShipmentOf(db: Db | Tx, returnId: string): Promise<ReturnShipment | undefined> {
  return db
    .selectFrom('return_shipment')
    .select(SHIPMENT)
    .where('return_id', '=', returnId)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst();
}

/** The last one of a return that ended: its label goes nowhere. */
export async function endedReturnShipment(db: Db | Tx, returnId: string): Promise<ReturnShipment | undefined> {
  return db
    .selectFrom('return_shipment')
    .select(SHIPMENT)
    .where('return_id', '=', returnId)
    .where('state', '=', 'cancelled')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Of returns that had the same number one after the other, the last. */
export async function returnShipmentOfNumber(db: Db | Tx, trackingNumber: string): Promise<ReturnShipment | undefined> {
  return db
    .selectFrom('return_shipment')
    .select(SHIPMENT)
    .where('tracking_number', '=', trackingNumber)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

type NewReturnShipment = Pick<ReturnShipment, 'id' | 'returnId' | 'carrier' | 'service' | 'trackingNumber'> & { at: Date };

export async function insertReturnShipment(tx: Tx, made: NewReturnShipment): Promise<void> {
  await tx
    .insertInto('return_shipment')
    .values({
      id: made.id,
      return_id: made.returnId,
      carrier: made.carrier,
      service: made.service,
      tracking_number: made.trackingNumber,
      state: 'pre_transit',
      label_state: made.trackingNumber === null ? 'wanted' : 'own',
      created_at: made.at
    })
    .execute();
}

type ReturnShipmentChange = Partial<{
  state: ShipmentState;
  labelState: LabelState;
  labelNote: string;
  trackingNumber: string;
  trackerRef: string | null;
  pdf: Uint8Array | null;
  bookedAt: Date;
  deliveredAt: Date | null;
}>;

export async function changeReturnShipment(tx: Db | Tx, id: string, change: ReturnShipmentChange): Promise<void> {
  await tx
    .updateTable('return_shipment')
    .set({
      ...(change.state !== undefined && { state: change.state }),
      ...(change.labelState !== undefined && { label_state: change.labelState }),
      ...(change.labelNote !== undefined && { label_note: change.labelNote }),
      ...(change.trackingNumber !== undefined && { tracking_number: change.trackingNumber }),
      ...(change.trackerRef !== undefined && { tracker_ref: change.trackerRef }),
      ...(change.pdf !== undefined && { pdf: change.pdf && Buffer.from(change.pdf) }),
      ...(change.bookedAt !== undefined && { booked_at: change.bookedAt }),
      ...(change.deliveredAt !== undefined && { delivered_at: change.deliveredAt })
    })
    .where('id', '=', id)
    .execute();
}

/** Written down before anything is bought. @returns the name that counts: of two tries at once the first one's; undefined once it goes nowhere */
export async function keepReturnRef(db: Db, id: string, ref: string): Promise<string | undefined> {
  const { rows } = await sql<{ ref: string }>`
    update return_shipment set carrier_ref = coalesce(carrier_ref, ${ref}) where id = ${id} and state <> 'cancelled'
    returning carrier_ref as ref`.execute(db);
  return rows[0]?.ref;
}

/** Returns that wait for their label since before: their jobs were given up. What a carrier refused waits for a person. */
export async function returnsWaitingForLabels(db: Db, before: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from return_case r
    where r.state = 'approved' and r.method <> 'store' and r.approved_at < ${before} and not ${cameAfter(sql`r.order_id`, sql`r.approved_at`)}
      and not exists (select from return_shipment s where s.return_id = r.id and s.label_state = 'refused')
    order by r.approved_at limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Returns that ended since and whose label was not given back: their jobs were given up. */
export async function returnLabelsToGiveBack(db: Db, before: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.return_id as id from return_shipment s join return_case r on r.id = s.return_id
    where s.state = 'cancelled' and s.label_state in ('wanted', 'bought') and s.created_at < ${before}
      and not ${cameAfter(sql`r.order_id`, sql`s.created_at`)}
    order by s.created_at limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Given back before we heard whether they were bought, of returns that ended since then: an answer that was lost may have bought them since. When is what the order's log says. */
export async function returnLabelsEndedUnheard(db: Db, since: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.return_id as id from return_shipment s join return_case r on r.id = s.return_id
    where s.state = 'cancelled' and s.label_state = 'voided' and s.carrier_ref is not null and s.tracking_number is null
      and exists (select from event e where e.topic = 'order:' || r.order_id and e.type = 'return.label_ended' and e.at > ${since}
        and e.data ->> 'returnId' = r.id::text)
    order by s.created_at limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

export type KeptReturnLabel = { returnId: string; number: string; order: string; carrier: string; note: string };

/** Labels of returns that ended, and that their carrier did not take back here. */
export async function returnLabelsKept(db: Db, limit: number): Promise<KeptReturnLabel[]> {
  const { rows } = await sql<KeptReturnLabel>`
    select s.return_id as "returnId", r.number, o.number as order, s.carrier, s.label_note as note
    from return_shipment s join return_case r on r.id = s.return_id join orders o on o.id = r.order_id
    where s.state = 'cancelled' and s.label_state = 'kept' and s.carrier_ref is not null
      and not ${cameAfter(sql`r.order_id`, sql`s.created_at`)}
    order by s.created_at desc limit ${limit}`.execute(db);
  return rows;
}

/** Keeps what is new of the scans. @returns the ids of those that were not known yet */
export async function insertReturnScans(
  tx: Tx,
  of: { returnShipmentId: string; provider: string; receivedAt: Date },
  scans: readonly NewScan[]
): Promise<Set<string>> {
  if (scans.length === 0) return new Set();
  const rows = await tx
    .insertInto('return_scan')
    .values(
      scans.map((scan) => ({
        id: scan.id,
        return_shipment_id: of.returnShipmentId,
        provider: of.provider,
        provider_event_id: scan.providerEventId,
        status: scan.status,
        detail: scan.detail,
        message: scan.message,
        city: scan.city,
        raw: JSON.stringify(scan.raw),
        occurred_at: scan.occurredAt,
        received_at: of.receivedAt
      }))
    )
    .onConflict((known) => known.columns(['provider', 'provider_event_id']).doNothing())
    .returning('id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export async function returnScansOf(tx: Tx, returnShipmentId: string): Promise<StoredScan[]> {
  const rows = await tx
    .selectFrom('return_scan')
    .select(['status', 'detail', 'occurred_at as occurredAt'])
    .where('return_shipment_id', '=', returnShipmentId)
    .orderBy('occurred_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, lat: null, lng: null })) as StoredScan[];
}

/**
 * Where it goes: the place that its label names already, wherever things are sent from by then; else the place that sent the first of its things,
 * if that is one of ours and open; else the first warehouse that is.
 */
const GOES_TO = sql`
  select n.* from node n
  where n.status = 'up' and n.kind in ('warehouse', 'dark_store') or n.id = f.node_id and n.kind <> 'third_party' or n.id = r.drop_node_id
  order by coalesce(n.id = r.drop_node_id, false) desc, n.id = f.node_id desc, n.kind = 'warehouse' desc, n.id limit 1`;

const FIRST_PARCEL = sql`
  select f.* from return_line l join fulfilment_line fl on fl.id = l.fulfilment_line_id join fulfilment_order f on f.id = fl.fulfilment_order_id
  where l.return_id = r.id order by l.place limit 1`;

const GRAMS = sql`
  select case when bool_and(v.weight_grams is not null) then ceil(sum(v.weight_grams * l.quantity))::float8 end
  from return_line l join variant v on v.id = l.variant_id where l.return_id = r.id`;

export type ReturnJourney = {
  number: string;
  orderNumber: string;
  nodeId: string;
  nodeName: string;
  from: { lat: number | null; lng: number | null; city: string };
  to: { lat: number; lng: number; timeZone: string };
  sending: Omit<Sending, 'reference' | 'service'>;
};

/** From the shopper's door to the place that takes it in. Undefined while no place of ours is open. */
export async function returnJourney(db: Db | Tx, returnId: string): Promise<ReturnJourney | undefined> {
  const { rows } = await sql<ReturnJourney>`
    select r.number, o.number as "orderNumber", n.id as "nodeId", n.name as "nodeName",
      json_build_object('lat', z.lat, 'lng', z.lng, 'city', coalesce(o.address ->> 'city', '')) as "from",
      json_build_object('lat', n.lat, 'lng', n.lng, 'timeZone', n.time_zone) as "to",
      json_build_object('grams', (${GRAMS}),
        'from', json_build_object('name', coalesce(o.contact ->> 'name', ''), 'phone', coalesce(o.contact ->> 'phone', ''),
          'line1', coalesce(o.address ->> 'line1', ''), 'line2', coalesce(o.address ->> 'line2', ''), 'city', coalesce(o.address ->> 'city', ''),
          'state', coalesce(o.address ->> 'state', ''), 'postcode', coalesce(o.address ->> 'postcode', ''), 'country', o.country),
        'to', json_build_object('name', n.name, 'phone', n.phone, 'line1', n.address, 'line2', '', 'city', n.city,
          'state', split_part(n.region, '-', 2), 'postcode', n.postcode, 'country', n.country)) as sending
    from return_case r
      join orders o on o.id = r.order_id
      join lateral (${FIRST_PARCEL}) f on true
      join lateral (${GOES_TO}) n on true
      left join postcode z on z.country = o.country and z.code = o.address ->> 'postcode'
    where r.id = ${returnId}`.execute(db);
  return rows[0];
}

/** What stands on the label of a return, or the carrier's own. Undefined where no label is alive. */
export async function returnLabelOf(
  db: Db,
  returnId: string
): Promise<{ pdf: Uint8Array<ArrayBuffer> | null; facts: LabelFacts } | undefined> {
  const shipment = await db
    .selectFrom('return_shipment')
    .select(['tracking_number as trackingNumber', 'carrier', 'service', 'pdf'])
    .where('return_id', '=', returnId)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst();
  const journey = shipment && (await returnJourney(db, returnId));
  if (!journey) return undefined;
  const { from, to, grams } = journey.sending;
  const { carrier, trackingNumber, service, pdf } = shipment;
  const facts = {
    number: journey.number,
    place: 1,
    nth: 1,
    of: 1,
    method: 'ship' as const,
    service,
    grams,
    from: { name: from.name, address: [from.line1, from.line2].filter(Boolean).join(', '), city: from.city, postcode: from.postcode },
    to: { name: to.name, phone: to.phone, address: to },
    carrier,
    trackingNumber
  };
  return { pdf: pdf && new Uint8Array(pdf), facts };
}
