import { addImportPiece, forgetOldImports, openImportFile, moveImportFile } from '#db/queries/import-files.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overImports } from '../stores/staff-policy.ts';
import { LARGEST_FILE, plainName, TOO_LARGE, type ImportKind } from './import-file.ts';
import { importTopic } from './import.events.ts';

export type ReceiveImport = { kind: ImportKind; name: string; bytes: AsyncIterable<Uint8Array> };

const PIECE = 1024 * 1024;
/** What nobody confirmed in a day, or broke off on its way, is thrown away. */
const KEPT_MS = 24 * 3_600_000;

/**
 * Takes a file in, piece by piece as it arrives, and asks for a look at it. Nothing of the shop changes by that. Refuses `forbidden`, and
 * `invalid` for a file that is too large or has nothing in it.
 */
export async function receiveImport(shop: Shop, actor: Actor, { kind, name, bytes }: ReceiveImport): Promise<string> {
  const by = overImports(actor);
  const [id, at] = [shop.newId(), shop.now()];
  await inTransaction(shop, { actor }, async (tx) => {
    await forgetOldImports(tx, new Date(at.getTime() - KEPT_MS));
    await openImportFile(tx, { id, kind, name: plainName(name), by, at });
  });
  let [n, size] = [0, 0];
  for await (const piece of inPieces(bytes)) {
    size += piece.length;
    if (size > LARGEST_FILE) refuse('invalid', TOO_LARGE);
    await addImportPiece(shop.db, { id, n, bytes: piece });
    n += 1;
  }
  if (size === 0) refuse('invalid', 'the file is empty.');
  await inTransaction(shop, { actor }, async (tx, record) => {
    await moveImportFile(tx, id, { from: 'receiving', to: 'received', size });
    record({ type: 'import.asked', topic: importTopic(id), version: 1, importId: id, does: 'look' });
  });
  return id;
}

/** Each is large enough for a row to be worth it, and no more than that is held. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let open: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    open.push(chunk);
    size += chunk.length;
    if (size < PIECE) continue;
    yield Buffer.concat(open);
    [open, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(open);
}
