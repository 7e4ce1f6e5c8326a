import type { PickupState } from '#lib/commerce/returns/pickup.machine.ts';
import type { Db, Tx } from '../client.ts';

/** `confirmation`: what the carrier calls it towards its shopper; empty until it is booked. */
export type ReturnPickup = {
  returnId: string;
  state: PickupState;
  carrierRef: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
  confirmation: string;
  isMissedTold: boolean;
};

export async function pickupOf(db: Db | Tx, returnId: string): Promise<ReturnPickup | undefined> {
  return db
    .selectFrom('return_pickup')
    .select([
      'return_id as returnId',
      'state',
      'carrier_ref as carrierRef',
      'from_at as fromAt',
      'until_at as untilAt',
      'confirmation',
      'is_missed_told as isMissedTold'
    ])
    .where('return_id', '=', returnId)
    .executeTakeFirst();
}

export async function insertPickup(tx: Tx, made: { returnId: string; at: Date }): Promise<void> {
  await tx.insertInto('return_pickup').values({ return_id: made.returnId, state: 'asked', asked_at: made.at }).execute();
}

type PickupChange = { state: PickupState } & Partial<{ fromAt: Date; untilAt: Date; confirmation: string; note: string }>;

export async function changePickup(tx: Tx, returnId: string, { state, fromAt, untilAt, confirmation, note }: PickupChange): Promise<void> {
  await tx
    .updateTable('return_pickup')
    .set({
      state,
      ...(fromAt !== undefined && { from_at: fromAt }),
      ...(untilAt !== undefined && { until_at: untilAt }),
      ...(confirmation !== undefined && { confirmation }),
      ...(note !== undefined && { note })
    })
    .where('return_id', '=', returnId)
    .execute();
}

type Draft = { ref: string; fromAt: Date; untilAt: Date; insteadOf: string | null };

/**
 * The carrier's name of it, written down before anything is booked: of two tries at once the first one's counts. Undefined once nobody is to come
 * any more.
 */
export async function keepPickupRef(db: Db, returnId: string, { ref, fromAt, untilAt, insteadOf }: Draft): Promise<string | undefined> {
  await db
    .updateTable('return_pickup')
    .set({ carrier_ref: ref, from_at: fromAt, until_at: untilAt })
    .where('return_id', '=', returnId)
    .where('state', '=', 'asked')
    .where('carrier_ref', 'is not distinct from', insteadOf)
    .execute();
  const now = await pickupOf(db, returnId);
  return now?.state === 'asked' ? (now.carrierRef ?? undefined) : undefined;
}

/** Of which the carrier was to be told something since before: their jobs were given up. */
export async function waitingPickups(db: Db, before: Date, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('return_pickup')
    .select('return_id as id')
    .where('state', 'in', ['asked', 'ending'])
    .where('asked_at', '<', before)
    .orderBy('asked_at')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

/** Called off before we heard whether they were booked, and whose window is not over: an answer that was lost may have booked them since. */
export async function pickupsEndedUnheard(db: Db, at: Date, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('return_pickup')
    .select('return_id as id')
    .where('state', '=', 'cancelled')
    .where('carrier_ref', 'is not', null)
    .where('confirmation', '=', '')
    .where('until_at', '>', at)
    .orderBy('until_at')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

export async function tellMissed(tx: Tx, returnId: string): Promise<void> {
  await tx.updateTable('return_pickup').set({ is_missed_told: true }).where('return_id', '=', returnId).execute();
}

/** Whose window was over before, of which the carrier has nothing, and whose shopper said nothing and was not told yet. */
export async function missedPickups(db: Db, before: Date, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('return_pickup as p')
    .innerJoin('return_case as r', 'r.id', 'p.return_id')
    .innerJoin('return_shipment as s', 's.return_id', 'p.return_id')
    .select('p.return_id as id')
    .where('p.state', '=', 'booked')
    .where('p.is_missed_told', '=', false)
    .where('p.until_at', '<', before)
    .where('r.state', '=', 'label_issued')
    .where('s.state', '<>', 'cancelled')
    .where('s.booked_at', 'is', null)
    .orderBy('p.until_at')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}
