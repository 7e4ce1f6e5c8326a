import pg from 'pg';
import { PlainTrouble } from './plain-trouble.ts';

/** The oldest server whose SQL we write. */
const OLDEST = 15;

/** Asks a server whether it can carry the shop. @throws PlainTrouble when it cannot be reached, is locked to us, or is too old */
export async function checkServer(url: string, version: (url: string) => Promise<string> = versionOf): Promise<void> {
  const answer = await version(url).catch((error: unknown) => refuseServer(url, error));
  refuseOldServer(url, answer);
}

/** @param version what `server_version_num` says: 150004, 180004 */
function refuseOldServer(url: string, version: string): void {
  const major = Math.floor(Number(version) / 10_000);
  if (major >= OLDEST) return;
  throw new PlainTrouble(`The server at ${placeOf(url)} is PostgreSQL ${major}, and the shop needs ${OLDEST} or newer.`);
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    return rows[0]?.server_version_num ?? '0';
  } finally {
    await client.end().catch(() => undefined);
  }
}

const LOCKED = new Set(['28P01', '28000']);
const NO_DATABASE = '3D000';

function refuseServer(url: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = (error instanceof Error && error.message) || code || 'no answer';
  if (LOCKED.has(code))
    throw new PlainTrouble(`The server at ${placeOf(url)} does not let us in: check user and password in DATABASE_URL.`);
  if (code === NO_DATABASE) throw new PlainTrouble(`The server at ${placeOf(url)} has no such database: make it, or correct DATABASE_URL.`);
  throw new PlainTrouble(`The database at ${placeOf(url)} cannot be reached (${why}): check DATABASE_URL and whether the server runs.`);
}

/** An address that may be shown: without user and password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
