import { sql } from 'kysely';
import type { Market } from '#lib/commerce/catalog/import/markets.ts';
import type { NodeKind } from '#lib/commerce/fulfilment/delivery-rules.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';

const IMPORTING = 20261127;

/** One import at a time: the difference that a plan found must still be the difference when it is written. */
export async function waitForImports(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${IMPORTING})`.execute(tx);
}

export type ImportNode = { id: string; name: string; kind: NodeKind };

export async function importNodes(db: Db | Tx): Promise<ImportNode[]> {
  return db.selectFrom('node').select(['id', 'name', 'kind']).orderBy('id').execute();
}

/** Price lists beside the shop's own, which are markets by that. */
export async function pricedMarkets(db: Db | Tx): Promise<Market[]> {
  return db
    .selectFrom('price')
    .select(['price_list as name', 'currency'])
    .distinct()
    .where('price_list', '<>', 'shop')
    .orderBy('price_list')
    .execute();
}

export type ImportRun = { id: string; fileName: string; checksum: string; kind: string; counts: object };

export async function insertImportRun(tx: Tx, run: ImportRun, by: { actor: Actor; at: Date }): Promise<void> {
  await tx
    .insertInto('import_run')
    .values({
      id: run.id,
      file_name: run.fileName,
      checksum: run.checksum,
      kind: run.kind,
      counts: JSON.stringify(run.counts),
      actor: JSON.stringify(by.actor),
      at: by.at
    })
    .execute();
}
