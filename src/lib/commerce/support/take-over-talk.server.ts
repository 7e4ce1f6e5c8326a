import { lockTicket, moveTicket, takeThread } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';
import { ofTicket } from './support.events.ts';
import { ticketMachine } from './ticket.machine.ts';

/**
 * One of us goes on with the talk: from now on the assistant is silent in it. Whoever takes the talk has its ticket, so one that another has is
 * first given. Of two at once one gets it. Refuses `forbidden`, `not-found`, `not-allowed`.
 */
export async function takeOverTalk(shop: Shop, actor: Actor, { ticketId }: { ticketId: string }): Promise<void> {
  const { userId } = overTalks(actor);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const found = (await lockTicket(tx, ticketId)) ?? refuse('not-found');
    if (found.state === 'closed') refuse('not-allowed', 'closed');
    if (found.assigneeId !== null && found.assigneeId !== userId) refuse('not-allowed', 'another has it');
    if (found.takenBy === userId) return;
    const taken = (await takeThread(tx, found.threadId, userId)) ?? refuse('not-allowed', 'another has it');
    record({ type: 'support.taken', ...ofTicket(found, taken), by: userId });
    if (found.assigneeId === userId) return;
    const state = advance(ticketMachine, { state: found.state, context: {} }, { type: 'take' });
    const version = await moveTicket(tx, found, { state, assigneeId: userId });
    record({ type: 'support.assigned', ...ofTicket(found, version), to: userId });
  });
}
