import { isolated } from '#db/queries/state-snapshot.ts';
import { recordsInOrder, type RecordFilter } from '#db/queries/state-records.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../stores/market.ts';
import { oursAs } from './judge.ts';
import { FORMAT, FORMAT_VERSION, recordTypes } from './state-record.ts';

export type ExportState = { customerId?: string | undefined; from?: Date | undefined; until?: Date | undefined; at?: Date | undefined };

/**
 * The shop's state as one look at it shows it: the header, then all records sorted by type, source and external id, some lines at a time to
 * `write`. Answers how many records there were. Refuses `forbidden` to all but administrators and the system itself.
 */
export async function exportState(shop: Shop, actor: Actor, input: ExportState, write: (text: string) => Promise<void>): Promise<number> {
  if (!['admin', 'system'].includes(actor.role)) refuse('forbidden', 'export-state');
  const exported_at = (input.at ?? shop.now()).toISOString();
  const head = { type: 'header', format: FORMAT, version: FORMAT_VERSION, source: 'throughline', exported_at };
  await write(`${JSON.stringify({ ...head, default_currency: MARKET.currency, stock: 'on_hand' })}\n`);
  const filter: RecordFilter = input;
  return isolated(shop.db, async (tx) => {
    let written = 0;
    for (const type of recordTypes)
      for await (const some of recordsInOrder(tx, type, filter)) {
        await write(some.map((our) => `${JSON.stringify(oursAs(type, our))}\n`).join(''));
        written += some.length;
      }
    return written;
  });
}
