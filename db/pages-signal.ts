import { sql } from 'kysely';
import * as z from 'zod';
import type { Db } from './client.ts';

export const PAGES_CHANNEL = 'pages';

/** PostgreSQL carries at most 8,000 bytes in one NOTIFY. */
const PAYLOAD_BYTES = 7_500;

/**
 * Tells every process which rooms something happened in; they read for themselves what is true there now.
 * Said by the one relay outside any transaction, so the lock that notifiers share holds nobody up.
 */
export async function tellPages(db: Db, rooms: string[]): Promise<void> {
  for (const payload of payloadsOf(rooms)) await sql`select pg_notify(${PAGES_CHANNEL}, ${payload})`.execute(db);
}

/** As few messages as fit. Rooms are ASCII, so characters are bytes. */
export function payloadsOf(rooms: string[], limit: number = PAYLOAD_BYTES): string[] {
  const payloads: string[][] = [];
  let free = 0;
  for (const room of rooms) {
    const needs = JSON.stringify(room).length + 1;
    if (needs > free) {
      payloads.push([]);
      free = limit - 1;
    }
    payloads.at(-1)?.push(room);
    free -= needs;
  }
  return payloads.map((some) => JSON.stringify(some));
}

const Rooms = z.array(z.string());

/** What `payloadsOf` wrote. Anyone with the database may send a NOTIFY, so anything else counts as nothing. */
export function roomsIn(payload: string): string[] {
  try {
    return Rooms.parse(JSON.parse(payload));
  } catch {
    return [];
  }
}
