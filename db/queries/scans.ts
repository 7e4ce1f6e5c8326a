import type { CarrierDetail, CarrierStatus } from '#lib/commerce/fulfilment/carrier-status.ts';
import type { Tx } from '../client.ts';

export type NewScan = {
  id: string;
  /** Made from what the scan says, so that the same news in two messages is one scan. */
  providerEventId: string;
  status: CarrierStatus;
  detail: CarrierDetail;
  message: string;
  city: string;
  lat: number | null;
  lng: number | null;
  occurredAt: Date;
  /** The code that was said at the door; null or left out where nobody asks for one. */
  pin?: string | null;
  raw: unknown;
};

/** False when this message was taken before. */
export async function enterInbox(tx: Tx, provider: string, eventId: string, at: Date): Promise<boolean> {
  const entered = await tx
    .insertInto('webhook_inbox')
    .values({ provider, event_id: eventId, received_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(entered.numInsertedOrUpdatedRows) === 1;
}

/** Keeps what is new of the scans, with both times. @returns the ids of those that were not known yet */
export async function insertScans(
  tx: Tx,
  of: { shipmentId: string; provider: string; receivedAt: Date },
  scans: NewScan[]
): Promise<Set<string>> {
  if (scans.length === 0) return new Set();
  const rows = await tx
    .insertInto('tracking_event')
    .values(
      scans.map((scan) => ({
        id: scan.id,
        shipment_id: of.shipmentId,
        provider: of.provider,
        provider_event_id: scan.providerEventId,
        status: scan.status,
        detail: scan.detail,
        message: scan.message,
        city: scan.city,
        lat: scan.lat,
        lng: scan.lng,
        raw: JSON.stringify(scan.raw),
        occurred_at: scan.occurredAt,
        received_at: of.receivedAt
      }))
    )
    .onConflict((conflict) => conflict.columns(['provider', 'provider_event_id']).doNothing())
    .returning('id')
    .execute();
  return new Set(rows.map((row) => row.id));
}

export type StoredScan = { status: CarrierStatus; detail: CarrierDetail; lat: number | null; lng: number | null; occurredAt: Date };

export async function scansOf(tx: Tx, shipmentId: string): Promise<StoredScan[]> {
  const rows = await tx
    .selectFrom('tracking_event')
    .select(['status', 'detail', 'lat', 'lng', 'occurred_at as occurredAt'])
    .where('shipment_id', '=', shipmentId)
    .orderBy('occurred_at')
    .orderBy('id')
    .execute();
  return rows as StoredScan[];
}
