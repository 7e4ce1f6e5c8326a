import type { DatabaseSync } from 'node:sqlite';
import { inOneStep, openJournal } from '../journal.ts';
import type { Post } from '../post.ts';
import { ticker } from '../ticker.ts';
import { webhookQueue, webhookQueueSchema, type Delivered, type Notice } from '../webhook-queue.ts';
import { assertCarriable, type BookedParcel, type Booking, type Place } from './booking.ts';
import { drawsOf } from './draws.ts';
import { DELAYED_SHARE, journey, type Scan } from './journey.ts';
import { withMischief, type Mischief } from './mischief.ts';
import { postingTimes, type Pace } from './pace.ts';
import { pickupBook, pickupSchema, type Pickups } from './pickups.ts';
import { trackerEvent } from './tracker-event.ts';

const EVERY_MS = 250;

export type CarrierSettings = {
  /** Path of the carrier's own books; ':memory:' for one that forgets. */
  journal: string;
  webhookUrl: string;
  webhookSecret: string;
  now: () => Date;
  report: (fault: unknown) => void;
  post?: Post;
  pace: Pace;
  /** Share of parcels that are late, 0 to 1. */
  delayedShare?: number;
  /** Share of pick-ups for which there is no courier, 0 to 1. */
  nobodyShare?: number;
  mischief?: Mischief;
};

/** All that is wished of a parcel by now. */
export type Wish = { deliverFrom: Date; deliverUntil: Date; safePlace: string | null; pin: string | null; to: Place | null };

export type CarrierSimulator = {
  /** Takes a parcel once: a tracking number that is known keeps its first journey. */
  book: (booking: Booking) => void;
  /** Changes what is still to come of a parcel: what has been told stays. A number that nobody booked is passed over. */
  instruct: (trackingNumber: string, wish: Wish) => void;
  /** Somebody who comes for a parcel, whose journey begins then. */
  pickups: Pickups;
  /** Everything that happened and will happen to a parcel. */
  journeyOf: (trackingNumber: string) => Scan[] | undefined;
  /** Posts the news that is due at that moment. */
  tick: (now: Date) => Promise<Delivered>;
  waiting: () => number;
  start: () => void;
  stop: () => Promise<void>;
  close: () => void;
};

const schema = `create table if not exists replanned (trackingNumber text primary key, scans text not null) strict;
  create table if not exists parcel (trackingNumber text primary key, booking text not null, delayedShare real not null) strict;`;

/**
 * A carrier for demos and tests. The whole journey is known at the booking, so all its news is written down then, each
 * with the moment to post it: nothing is decided while it runs, and a restart goes on where the last one stopped.
 */
export function carrierSimulator(settings: CarrierSettings): CarrierSimulator {
  const { webhookUrl: url, webhookSecret: secret, now, report, delayedShare = DELAYED_SHARE, nobodyShare = 0 } = settings;
  const journal = openJournal(settings.journal, schema + pickupSchema + webhookQueueSchema);
  const queue = webhookQueue(journal, { url, secret, report, ...(settings.post && { post: settings.post }) });
  const parcels = parcelBook(journal);
  const plans = planBook(journal);
  const journeyOf = (trackingNumber: string): Scan[] | undefined => {
    const found = parcels.find(trackingNumber);
    return plans.find(trackingNumber) ?? (found && journey(found.parcel, trackingNumber, found.delayedShare));
  };
  const take = (booking: Booking): void => {
    const parcel = { ...booking, bookedAt: now() };
    if (parcels.insert(parcel, delayedShare)) newsOf(parcel, settings, delayedShare).forEach(queue.enqueue);
  };
  const road = {
    take,
    // The first news is that its label was printed.
    isFetched: (trackingNumber: string) => queue.posted(trackingNumber) > 1,
    forget(trackingNumber: string) {
      queue.withdraw(trackingNumber);
      parcels.forget(trackingNumber);
    }
  };
  const pickups = pickupBook(journal, { road, nobodyShare });
  const { start, stop } = ticker(async () => queue.deliverDue(now()), EVERY_MS, report);

  return {
    book(booking) {
      assertCarriable(booking);
      inOneStep(journal, () => {
        pickups.givenIn(booking.trackingNumber, now());
        take(booking);
      });
    },
    instruct(trackingNumber, wish) {
      inOneStep(journal, () => {
        const found = parcels.find(trackingNumber);
        const planned = journeyOf(trackingNumber);
        if (!found || !planned) return;
        const { deliverFrom, deliverUntil } = wish;
        const to = wish.to ?? found.parcel.to;
        const fresh = journey({ ...found.parcel, deliverFrom, deliverUntil, to }, trackingNumber, found.delayedShare);
        const out = queue.withdraw(trackingNumber);
        const scans = replanned(planned.slice(0, out), fresh.slice(out), wish);
        plans.keep(trackingNumber, scans);
        noticesOf(found.parcel, scans, settings.pace).slice(out).forEach(queue.enqueue);
      });
    },
    pickups,
    journeyOf,
    tick: queue.deliverDue,
    waiting: queue.waiting,
    start,
    stop,
    close() {
      if (journal.isOpen) journal.close();
    }
  };
}

function newsOf(parcel: BookedParcel, { pace, mischief = {} }: CarrierSettings, delayedShare: number): Notice[] {
  const notices = noticesOf(parcel, journey(parcel, parcel.trackingNumber, delayedShare), pace);
  return withMischief(notices, mischief, drawsOf(parcel.trackingNumber));
}

function noticesOf(parcel: BookedParcel, scans: readonly Scan[], pace: Pace): Notice[] {
  const due = postingTimes(scans, parcel.bookedAt, pace);
  return scans.map((_, step): Notice => {
    const event = trackerEvent(parcel, scans, step);
    return { eventId: event.id, topic: parcel.trackingNumber, body: JSON.stringify(event), dueAt: due[step] ?? parcel.bookedAt };
  });
}

/** What has been told, and behind it what comes now; at the door the code is said that it asks for. */
function replanned(told: Scan[], fresh: Scan[], { safePlace, pin, to }: Wish): Scan[] {
  const last = told.at(-1)?.at.getTime() ?? 0;
  const behind = fresh.map((scan, place) => ({ ...scan, at: new Date(Math.max(scan.at.getTime(), last + (place + 1) * 1000)) }));
  const door = behind.pop();
  if (!door) return told;
  const left = safePlace === null ? door.message : `Left as you asked: ${safePlace}`;
  const message = to ? `Brought to ${to.city ?? 'the store'}` : left;
  return [...told, ...behind, { ...door, message, ...(pin !== null && { pin }) }];
}

function planBook(journal: DatabaseSync) {
  const keep = journal.prepare(
    'insert into replanned (trackingNumber, scans) values (?, ?) on conflict do update set scans = excluded.scans'
  );
  const find = journal.prepare('select scans from replanned where trackingNumber = ?');
  return {
    keep: (trackingNumber: string, scans: Scan[]) => void keep.run(trackingNumber, JSON.stringify(scans)),
    find(trackingNumber: string): Scan[] | undefined {
      const row = find.get(trackingNumber) as { scans: string } | undefined;
      const kept = row && (JSON.parse(row.scans) as (Omit<Scan, 'at' | 'estimate'> & { at: string; estimate: string })[]);
      return kept?.map((scan) => ({ ...scan, at: new Date(scan.at), estimate: new Date(scan.estimate) }));
    }
  };
}

type ParcelRow = { booking: string; delayedShare: number };

function parcelBook(journal: DatabaseSync) {
  const insert = journal.prepare('insert into parcel (trackingNumber, booking, delayedShare) values (?, ?, ?) on conflict do nothing');
  const forget = journal.prepare('delete from parcel where trackingNumber = ?');
  const find = journal.prepare('select booking, delayedShare from parcel where trackingNumber = ?');
  return {
    insert: (parcel: BookedParcel, delayedShare: number) =>
      insert.run(parcel.trackingNumber, JSON.stringify(parcel), delayedShare).changes === 1,
    forget: (trackingNumber: string) => void forget.run(trackingNumber),
    find(trackingNumber: string): { parcel: BookedParcel; delayedShare: number } | undefined {
      const row = find.get(trackingNumber) as ParcelRow | undefined;
      return row && { parcel: revive(JSON.parse(row.booking) as StoredParcel), delayedShare: row.delayedShare };
    }
  };
}

type Times = 'bookedAt' | 'shipBy' | 'deliverFrom' | 'deliverUntil';
type StoredParcel = Omit<BookedParcel, Times> & Record<Times, string>;

function revive(stored: StoredParcel): BookedParcel {
  return {
    ...stored,
    bookedAt: new Date(stored.bookedAt),
    shipBy: new Date(stored.shipBy),
    deliverFrom: new Date(stored.deliverFrom),
    deliverUntil: new Date(stored.deliverUntil)
  };
}
