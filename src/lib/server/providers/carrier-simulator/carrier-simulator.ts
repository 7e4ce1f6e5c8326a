import type { DatabaseSync } from 'node:sqlite';
import { inOneStep, openJournal } from '../journal.ts';
import type { Post } from '../post.ts';
import { ticker } from '../ticker.ts';
import { webhookQueue, webhookQueueSchema, type Delivered, type Notice } from '../webhook-queue.ts';
import { assertCarriable, type BookedParcel, type Booking } from './booking.ts';
import { drawsOf } from './draws.ts';
import { DELAYED_SHARE, journey, type Scan } from './journey.ts';
import { withMischief, type Mischief } from './mischief.ts';
import { postingTimes, type Pace } from './pace.ts';
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
  mischief?: Mischief;
};

export type CarrierSimulator = {
  /** Takes a parcel once: a tracking number that is known keeps its first journey. */
  book: (booking: Booking) => void;
  /** Everything that happened and will happen to a parcel. */
  journeyOf: (trackingNumber: string) => Scan[] | undefined;
  /** Posts the news that is due at that moment. */
  tick: (now: Date) => Promise<Delivered>;
  waiting: () => number;
  start: () => void;
  stop: () => Promise<void>;
  close: () => void;
};

const schema = `create table if not exists parcel (trackingNumber text primary key, booking text not null, delayedShare real not null) strict;`;

/**
 * A carrier for demos and tests. The whole journey is known at the booking, so all its news is written down then, each
 * with the moment to post it: nothing is decided while it runs, and a restart goes on where the last one stopped.
 */
export function carrierSimulator(settings: CarrierSettings): CarrierSimulator {
  const { webhookUrl: url, webhookSecret: secret, now, report, delayedShare = DELAYED_SHARE } = settings;
  const journal = openJournal(settings.journal, schema + webhookQueueSchema);
  const queue = webhookQueue(journal, { url, secret, report, ...(settings.post && { post: settings.post }) });
  const parcels = parcelBook(journal);
  const { start, stop } = ticker(async () => queue.deliverDue(now()), EVERY_MS, report);

  return {
    book(booking) {
      assertCarriable(booking);
      const parcel = { ...booking, bookedAt: now() };
      inOneStep(journal, () => {
        if (parcels.insert(parcel, delayedShare)) newsOf(parcel, settings, delayedShare).forEach(queue.enqueue);
      });
    },
    journeyOf(trackingNumber) {
      const found = parcels.find(trackingNumber);
      return found && journey(found.parcel, trackingNumber, found.delayedShare);
    },
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
  const scans = journey(parcel, parcel.trackingNumber, delayedShare);
  const due = postingTimes(scans, parcel.bookedAt, pace);
  const notices = scans.map((_, step): Notice => {
    const event = trackerEvent(parcel, scans, step);
    return { eventId: event.id, topic: parcel.trackingNumber, body: JSON.stringify(event), dueAt: due[step] ?? parcel.bookedAt };
  });
  return withMischief(notices, mischief, drawsOf(parcel.trackingNumber));
}

type ParcelRow = { booking: string; delayedShare: number };

function parcelBook(journal: DatabaseSync) {
  const insert = journal.prepare('insert into parcel (trackingNumber, booking, delayedShare) values (?, ?, ?) on conflict do nothing');
  const find = journal.prepare('select booking, delayedShare from parcel where trackingNumber = ?');
  return {
    insert: (parcel: BookedParcel, delayedShare: number) =>
      insert.run(parcel.trackingNumber, JSON.stringify(parcel), delayedShare).changes === 1,
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
