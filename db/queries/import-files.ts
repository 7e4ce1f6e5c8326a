import type { ImportFileState } from '#lib/commerce/imports/import-file.machine.ts';
import type { ImportFound, ImportKind } from '#lib/commerce/imports/import-file.ts';
import type { Staff } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';

export type ImportFile = {
  id: string;
  kind: ImportKind;
  name: string;
  state: ImportFileState;
  size: number;
  progress: string;
  found: ImportFound | null;
  /** Who sent it; once it is confirmed, who said so. */
  by: Staff;
  at: Date;
  endedAt: Date | null;
};

const columns = ['id', 'kind', 'name', 'state', 'size', 'progress', 'found', 'by', 'at', 'ended_at as endedAt'] as const;

export async function openImportFile(tx: Tx, file: Pick<ImportFile, 'id' | 'kind' | 'name' | 'by' | 'at'>): Promise<void> {
  await tx
    .insertInto('import_file')
    .values({ ...file, by: JSON.stringify(file.by), state: 'receiving' })
    .execute();
}

export async function addImportPiece(db: Db, { id, n, bytes }: { id: string; n: number; bytes: Buffer }): Promise<void> {
  await db.insertInto('import_piece').values({ import_file_id: id, n, bytes }).execute();
}

/** A file's bytes from the first to the last, one piece at a time. */
export async function* bytesOfImport(db: Db, id: string): AsyncGenerator<Uint8Array> {
  for (let n = 0; ; n += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one piece at a time is the point
    const piece = await db
      .selectFrom('import_piece')
      .select('bytes')
      .where('import_file_id', '=', id)
      .where('n', '=', n)
      .executeTakeFirst();
    if (!piece) return;
    yield piece.bytes;
  }
}

export async function dropImportPieces(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('import_piece').where('import_file_id', '=', id).execute();
}

/** What came before this and may not go in any more. */
export async function forgetOldImports(tx: Tx, before: Date): Promise<void> {
  const old = await tx
    .updateTable('import_file')
    .set({ state: 'lapsed', ended_at: before })
    .where('state', 'in', ['receiving', 'received', 'ready'])
    .where('at', '<', before)
    .returning('id')
    .execute();
  if (old.length === 0) return;
  await tx
    .deleteFrom('import_piece')
    .where(
      'import_file_id',
      'in',
      old.map(({ id }) => id)
    )
    .execute();
}

export async function lockImportFile(tx: Tx, id: string): Promise<Pick<ImportFile, 'id' | 'state'> | undefined> {
  return tx.selectFrom('import_file').select(['id', 'state']).where('id', '=', id).forUpdate().executeTakeFirst();
}

type Moved = { from: ImportFileState; to: ImportFileState; size?: number; by?: Staff; found?: ImportFound; endedAt?: Date };

export async function moveImportFile(tx: Tx, id: string, { from, to, size, by, found, endedAt }: Moved): Promise<void> {
  await tx
    .updateTable('import_file')
    .set({
      state: to,
      progress: '',
      ...(size !== undefined && { size }),
      ...(by && { by: JSON.stringify(by) }),
      ...(found && { found: JSON.stringify(found) }),
      ...(endedAt && { ended_at: endedAt })
    })
    .where('id', '=', id)
    .where('state', '=', from)
    .execute();
}

/** How far it is, in words; seen by other connections while the import's own transaction is still open. */
export async function noteImportProgress(db: Db, id: string, progress: string): Promise<void> {
  await db.updateTable('import_file').set({ progress }).where('id', '=', id).execute();
}

export async function findImportFile(db: Db, id: string): Promise<ImportFile | undefined> {
  return db.selectFrom('import_file').select(columns).where('id', '=', id).executeTakeFirst();
}

export async function newestImportFiles(db: Db, most: number): Promise<ImportFile[]> {
  return db.selectFrom('import_file').select(columns).orderBy('at', 'desc').orderBy('id').limit(most).execute();
}
