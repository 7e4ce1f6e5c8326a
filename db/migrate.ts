import { readdir } from 'node:fs/promises';
import { Migrator, type Migration } from 'kysely/migration';
import type { Db } from './client.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Brings a database to the newest schema; refuses to go on after a failed step. Two processes at once are safe: one waits. */
export async function migrate(db: Db): Promise<string[]> {
  // Several steps of one day are made side by side and land in any order: a database that has the later name already takes the earlier one then.
  const { results = [], error } = await new Migrator({ db, provider: { getMigrations }, allowUnorderedMigrations: true }).migrateToLatest();
  if (error) throw error;
  return results.map((step) => step.migrationName);
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts')).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name.slice(0, -'.ts'.length), await import(new URL(name, FOLDER).href)]))
  );
}
