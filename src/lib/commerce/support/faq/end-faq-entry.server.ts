import { endFaqEntry as writeEnd, lockFaqEntry } from '#db/queries/faq.ts';
import { once } from '#db/queries/idempotency.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overFaq } from '../../stores/staff-policy.ts';
import { faqEntryMachine } from './faq-entry.machine.ts';
import { faqTopic } from './faq.events.ts';

/** `version`: that of the entry as it was read. */
export type EndFaqEntry = { entryId: string; version: number; key?: string };

/**
 * One of us rejects a draft, or takes away what is out; nothing is drafted of the same questions again.
 * Refuses `forbidden`, `not-found`, `stale-version`, `not-allowed` when it has ended already.
 */
export async function endFaqEntry(shop: Shop, actor: Actor, { key, ...input }: EndFaqEntry): Promise<{ version: number }> {
  const { userId: by } = overFaq(actor);
  const { entryId } = input;
  return inTransaction(shop, { actor, once: once('end-faq-entry', key, input) }, async (tx, record) => {
    const entry = (await lockFaqEntry(tx, entryId)) ?? refuse('not-found');
    if (entry.version !== input.version) refuse('stale-version');
    const type = entry.state === 'draft' ? 'reject' : 'withdraw';
    advance(faqEntryMachine, { state: entry.state, context: {} }, { type });
    const ended = { id: entryId, by, at: shop.now() };
    const topic = faqTopic(entryId);
    if (type === 'reject') {
      const { version } = await writeEnd(tx, { ...ended, state: 'rejected', reason: null });
      record({ type: 'faq.rejected', topic, version, entryId });
      return { version };
    }
    const { version } = await writeEnd(tx, { ...ended, state: 'withdrawn', reason: 'by-hand' });
    record({ type: 'faq.withdrawn', topic, version, entryId, reason: 'by-hand' });
    return { version };
  });
}
