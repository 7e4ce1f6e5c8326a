import { lockTicket, moveTicket } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';
import { ofTicket } from './support.events.ts';
import { ticketMachine } from './ticket.machine.ts';

/** One of us takes a ticket that nobody has; of two at once one gets it. Refuses `forbidden`, `not-found`, `not-allowed`. */
export async function takeTicket(shop: Shop, actor: Actor, { ticketId }: { ticketId: string }): Promise<void> {
  const { userId } = overTalks(actor);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const found = (await lockTicket(tx, ticketId)) ?? refuse('not-found');
    if (found.assigneeId === userId && found.state !== 'closed') return;
    const state = advance(ticketMachine, { state: found.state, context: {} }, { type: 'take' });
    const version = await moveTicket(tx, found, { state, assigneeId: userId });
    record({ type: 'support.assigned', ...ofTicket(found, version), to: userId });
  });
}
