import { dropImportPieces, lockImportFile, moveImportFile } from '#db/queries/import-files.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Shop } from '#lib/server/shop.ts';
import { importFileMachine, type ImportFileMove } from './import-file.machine.ts';
import type { ImportFound } from './import-file.ts';

const MOVES: Record<ImportFound['outcome'], ImportFileMove> = {
  'dry-run': { type: 'pass' },
  applied: { type: 'bring' },
  refused: { type: 'refuse' }
};

/** What became of a file of the office. Its bytes are kept only as long as it may still go in. Refuses `not-allowed` when that was noted before. */
export async function noteImport(shop: Shop, actor: Actor, { importId, found }: { importId: string; found: ImportFound }): Promise<void> {
  await inTransaction(shop, { actor }, async (tx) => {
    const file = await lockImportFile(tx, importId);
    if (!file) return;
    const to = advance(importFileMachine, { state: file.state, context: {} }, MOVES[found.outcome]);
    await moveImportFile(tx, importId, { from: file.state, to, found, ...(to !== 'ready' && { endedAt: shop.now() }) });
    if (to !== 'ready') await dropImportPieces(tx, importId);
  });
}
