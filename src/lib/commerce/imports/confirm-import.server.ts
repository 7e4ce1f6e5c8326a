import { lockImportFile, moveImportFile } from '#db/queries/import-files.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overImports } from '../stores/staff-policy.ts';
import { importFileMachine } from './import-file.machine.ts';
import { importTopic } from './import.events.ts';

/** A file that was looked at and may go in is to go in. Once: a second press finds it said. Refuses `not-found`, `not-allowed` and `forbidden`. */
export async function confirmImport(shop: Shop, actor: Actor, { importId }: { importId: string }): Promise<void> {
  const by = overImports(actor);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const file = await lockImportFile(tx, importId);
    if (!file) refuse('not-found');
    if (file.state === 'confirmed' || file.state === 'done') return;
    const to = advance(importFileMachine, { state: file.state, context: {} }, { type: 'confirm' });
    await moveImportFile(tx, importId, { from: file.state, to, by });
    record({ type: 'import.asked', topic: importTopic(importId), version: 2, importId, does: 'bring' });
  });
}
