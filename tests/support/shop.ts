import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import { connect, type Db } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { outboxSignal } from '#db/outbox-signal.ts';
import type { Booking, Instructions } from '#lib/commerce/fulfilment/carrier.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { newCode, newDigits } from '#lib/server/codes.ts';
import { publicHolidays } from '#lib/server/holidays.ts';
import type { Shop } from '#lib/server/shop.ts';
import { brokenInvariants } from './invariants.ts';
import { notingBank, type NotingBank } from './noting-bank.ts';
import { notingPickups, type NotingPickups } from './noting-pickups.ts';

export type TestShop = Shop & {
  url: string;
  bank: NotingBank;
  bookings: Booking[];
  couriers: NotingPickups;
  instructed: ({ trackingNumber: string } & Instructions)[];
  faults: unknown[];
  /** Moves the shop's still clock. */
  at: (time: Date | string) => void;
  close: () => Promise<void>;
};

export const MORNING = '2026-11-25T05:00:00Z';

/** A shop of its own for one test file: its own database, a still clock, a bank and a carrier that only note. */
export async function openShop(): Promise<TestShop> {
  const server = process.env['TEST_DATABASE_URL'] ?? '';
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const owner = connect(server, { max: 1 });
  await sql`create database ${sql.id(name)} template ${sql.id(await template(owner, server))}`.execute(owner);
  const url = withDatabase(server, name);
  const faults: unknown[] = [];
  const db = connect(url, { onError: (fault) => faults.push(fault) });
  const bank = notingBank();
  const bookings: Booking[] = [];
  const couriers = notingPickups();
  const instructed: TestShop['instructed'] = [];
  let now = new Date(MORNING);
  return {
    db,
    url,
    bank,
    bookings,
    couriers,
    instructed,
    faults,
    payments: bank.provider,
    carrier: {
      name: 'test carrier',
      async book(booking) {
        bookings.push(booking);
        return null;
      },
      labels: null,
      pickups: couriers.port,
      canInstruct: new Set(['day', 'safe-place', 'pin', 'collect']),
      async instruct(trackingNumber, asked) {
        instructed.push({ trackingNumber, ...asked });
      }
    },
    keys: accessKeys('the secret of this test run'),
    holidays: publicHolidays(),
    origin: 'http://localhost:3000',
    sendMail: undefined,
    replyTo: 'talk@mez.example',
    push: { publicKey: '', takes: () => true, send: async () => 'sent' },
    supportModel: { kind: 'embedded' },
    supportTokensADay: 800_000,
    outbox: outboxSignal(db),
    now: () => now,
    newId: uuidv7,
    newCode,
    newDigits,
    report: (fault) => void faults.push(fault),
    at: (time) => void (now = new Date(time)),
    async close() {
      const broken = await brokenInvariants(db);
      // Taken before the database goes: a connection that dies with it is no fault of the shop.
      const reported = faults.map((fault) => (fault instanceof Error ? fault.stack : fault));
      await db.destroy();
      await sql`drop database ${sql.id(name)} with (force)`.execute(owner);
      await owner.destroy();
      expect(broken).toEqual([]);
      expect(reported).toEqual([]);
    }
  };
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** One migrated database for each state of the migrations; the first test file makes it while the others wait. */
async function template(owner: Db, server: string): Promise<string> {
  const folder = new URL('../../db/migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).toSorted()) hash.update(readFileSync(new URL(file, folder)));
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  // On one connection from lock to unlock: a pool closes those that rest, and with them their locks.
  await owner.connection().execute(async (one) => {
    await sql`select pg_advisory_lock(20261125)`.execute(one);
    try {
      const { rows } = await sql`select from pg_database where datname = ${name}`.execute(one);
      if (rows.length === 0) await makeTemplate(one, server, name);
    } finally {
      await sql`select pg_advisory_unlock(20261125)`.execute(one);
    }
  });
  return name;
}

async function makeTemplate(owner: Db, server: string, name: string): Promise<void> {
  await sql`create database ${sql.id(`${name}_new`)}`.execute(owner);
  const db = connect(withDatabase(server, `${name}_new`), { max: 1 });
  await migrate(db);
  await db.destroy();
  await sql`alter database ${sql.id(`${name}_new`)} rename to ${sql.id(name)}`.execute(owner);
}
