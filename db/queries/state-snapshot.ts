import type { Db, Tx } from '../client.ts';

/** Reads that all see the shop at one moment, and change nothing. */
export async function isolated<T>(db: Db, read: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}
