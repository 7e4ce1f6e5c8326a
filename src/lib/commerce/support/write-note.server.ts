import { once } from '#db/queries/idempotency.ts';
import { insertNote, lockTicket, moveTicket } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';
import { keptWords } from './said.ts';
import { ofTicket } from './support.events.ts';

export type WriteNote = { ticketId: string; key: string; words: string };

/** For each other, and never for the shopper; once by its key. Refuses `forbidden`, `not-found`, `invalid` for nothing, `key-reused`. */
export async function writeNote(shop: Shop, actor: Actor, { ticketId, key, words: typed }: WriteNote): Promise<void> {
  const { userId } = overTalks(actor);
  const { words } = keptWords(typed, (text) => text);
  if (words === '') refuse('invalid', 'write something');
  await inTransaction(shop, { actor, once: once(`write-note:${ticketId}`, key, words) }, async (tx, record) => {
    const found = (await lockTicket(tx, ticketId)) ?? refuse('not-found');
    await insertNote(tx, { id: shop.newId(), ticketId, words, writtenBy: userId, at: shop.now() });
    record({ type: 'support.noted', ...ofTicket(found, await moveTicket(tx, found, {})) });
  });
}
