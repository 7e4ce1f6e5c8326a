import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { inOneStep } from '../journal.ts';
import { assertCarriable, type Booking } from './booking.ts';
import { drawsOf } from './draws.ts';

/** `reference` names the wish: asked again with it, it is the same one. `booking`: how the parcel travels once it was fetched. */
export type PickupAsk = { reference: string; booking: Booking; from: Date; until: Date };
export type PickupAnswer =
  { status: 'scheduled'; confirmation: string; from: Date; until: Date } | { status: 'canceled' | 'failed'; reason: string };

export type Pickups = {
  draft: (ask: PickupAsk) => string;
  book: (ref: string) => PickupAnswer;
  cancel: (ref: string) => 'canceled' | 'kept';
};

/** Who gives a parcel in at that moment needs nobody to come for it. */
type GivenIn = { givenIn: (trackingNumber: string, at: Date) => void };

/** What happens to a parcel when somebody is sent for it, and when nobody is after all; `isFetched`: somebody was there. */
type Road = { take: (booking: Booking) => void; isFetched: (trackingNumber: string) => boolean; forget: (trackingNumber: string) => void };
type Row = { ask: string; status: 'unknown' | 'scheduled' | 'canceled' | 'failed' };
type StoredAsk = Omit<PickupAsk, 'booking' | 'from' | 'until'> & { booking: StoredBooking; from: string; until: string };
type Times = 'shipBy' | 'deliverFrom' | 'deliverUntil';
type StoredBooking = Omit<Booking, Times> & Record<Times, string>;

export const pickupSchema = `create table if not exists pickup (ref text primary key, ask text not null, status text not null) strict;`;

/** The book of who is to be fetched from: what was said once of a pick-up is said again, and no door has two. */
export function pickupBook(journal: DatabaseSync, { road, nobodyShare }: { road: Road; nobodyShare: number }): Pickups & GivenIn {
  const insert = journal.prepare("insert into pickup (ref, ask, status) values (?, ?, 'unknown') on conflict do nothing");
  const find = journal.prepare('select ask, status from pickup where ref = ?');
  const findAwaited = journal.prepare(
    "select ref, ask from pickup where status = 'scheduled' and json_extract(ask, '$.booking.trackingNumber') = ?"
  );
  const settle = journal.prepare('update pickup set status = ? where ref = ?');
  const known = (ref: string): { ask: PickupAsk; status: Row['status'] } => {
    const row = find.get(ref) as Row | undefined;
    if (!row) throw new RangeError(`carrier: nobody drafted the pick-up ${ref}`);
    return { ask: revive(JSON.parse(row.ask) as StoredAsk), status: row.status };
  };
  return {
    draft(ask) {
      assertCarriable(ask.booking);
      const ref = refOf(ask.reference);
      insert.run(ref, JSON.stringify(ask));
      return ref;
    },
    book: (ref) =>
      inOneStep(journal, () => {
        const { ask, status } = known(ref);
        if (status !== 'unknown') return answerOf(ref, status, ask);
        const isNobody = drawsOf(ref)('courier') < nobodyShare;
        if (!isNobody) road.take(ask.booking);
        settle.run(isNobody ? 'failed' : 'scheduled', ref);
        return answerOf(ref, isNobody ? 'failed' : 'scheduled', ask);
      }),
    cancel: (ref) =>
      inOneStep(journal, () => {
        const { ask, status } = known(ref);
        const { trackingNumber } = ask.booking;
        if (status === 'scheduled' && road.isFetched(trackingNumber)) return 'kept';
        if (status === 'scheduled') road.forget(trackingNumber);
        settle.run('canceled', ref);
        return 'canceled';
      }),
    givenIn(trackingNumber, at) {
      if (road.isFetched(trackingNumber)) return;
      for (const { ref, ask } of findAwaited.all(trackingNumber) as { ref: string; ask: string }[]) {
        const { from, until } = revive(JSON.parse(ask) as StoredAsk);
        // Said while somebody comes, it is that they came.
        if (at >= from && at <= until) continue;
        road.forget(trackingNumber);
        settle.run('canceled', ref);
      }
    }
  };
}

const refOf = (reference: string): string => `pickup_${createHash('sha256').update(reference).digest('hex').slice(0, 24)}`;

function answerOf(ref: string, status: Row['status'], { from, until }: PickupAsk): PickupAnswer {
  if (status === 'failed') return { status, reason: 'no courier is free in that window' };
  if (status === 'scheduled') return { status, confirmation: `CR${ref.slice(-8).toUpperCase()}`, from, until };
  return { status: 'canceled', reason: 'this pick-up was cancelled' };
}

function revive({ booking, from, until, ...ask }: StoredAsk): PickupAsk {
  const { shipBy, deliverFrom, deliverUntil, ...rest } = booking;
  const times = { shipBy: new Date(shipBy), deliverFrom: new Date(deliverFrom), deliverUntil: new Date(deliverUntil) };
  return { ...ask, booking: { ...rest, ...times }, from: new Date(from), until: new Date(until) };
}
