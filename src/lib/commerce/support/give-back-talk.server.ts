import { lockTicket, moveTicket } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';
import { ofTicket } from './support.events.ts';

/** The assistant goes on with the talk; the ticket stays with whoever has it. Refuses `forbidden`, `not-found`, `not-allowed` for the talk of another. */
export async function giveBackTalk(shop: Shop, actor: Actor, { ticketId }: { ticketId: string }): Promise<void> {
  const { userId } = overTalks(actor);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const found = (await lockTicket(tx, ticketId)) ?? refuse('not-found');
    if (found.takenBy === null) return;
    if (found.takenBy !== userId) refuse('not-allowed', 'another has it');
    const version = await moveTicket(tx, found, { takenBy: null });
    record({ type: 'support.given_back', ...ofTicket(found, version) });
  });
}
