import { sql } from 'kysely';
import { connect, type Db } from '../client.ts';
import { invariants } from '../invariants.ts';

/** Another database on the same server; `template` must have nobody connected. @returns its address */
export async function newDatabase(server: string, name: string, template?: string): Promise<string> {
  const owner = connect(server, { max: 1 });
  try {
    const from = template ? sql` template ${sql.id(template)} strategy file_copy` : sql``;
    await sql`create database ${sql.id(name)}${from}`.execute(owner);
  } finally {
    await owner.destroy();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Version and whatever of the settings decides how fast and how safe writes are. */
export async function serverFacts(db: Db): Promise<{ version: string; settings: Record<string, string> }> {
  const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_connections', 'wal_level', 'jit'];
  const { rows } = await sql<{ name: string; value: string }>`
    select name, current_setting(name) as value from unnest(${names}::text[]) as name`.execute(db);
  const { rows: versions } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  return { version: versions[0]?.version ?? '', settings: Object.fromEntries(rows.map(({ name, value }) => [name, value])) };
}

/** What does not add up in the books, in words; empty when all is right. */
export async function brokenInvariants(db: Db): Promise<string[]> {
  const { rows } = await sql.raw<{ broken: string; what: string }>(invariants()).execute(db);
  return rows.map(({ broken, what }) => `${broken}: ${what}`);
}

/** After much was written at once: plans are made from statistics, and what has just been written is looked at once for dead rows. */
export async function settle(db: Db): Promise<void> {
  await sql`vacuum analyze`.execute(db);
  await sql`checkpoint`.execute(db);
}
