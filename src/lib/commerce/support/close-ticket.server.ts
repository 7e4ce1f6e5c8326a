import { termsOf } from '#db/queries/support-terms.ts';
import { lockTicket, moveTicket } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';
import { ofTicket } from './support.events.ts';
import { clockOn, solveService } from './ticket.ts';
import { ticketMachine } from './ticket.machine.ts';

/** It is solved: the assistant has the talk again, and its shopper may say how it was. Refuses `forbidden`, `not-found`, `not-allowed`. */
export async function closeTicket(shop: Shop, actor: Actor, { ticketId }: { ticketId: string }): Promise<void> {
  const { userId } = overTalks(actor);
  const at = shop.now();
  await inTransaction(shop, { actor }, async (tx, record) => {
    const found = (await lockTicket(tx, ticketId)) ?? refuse('not-found');
    const state = advance(ticketMachine, { state: found.state, context: {} }, { type: 'close' });
    if (found.assigneeId !== userId) refuse('not-allowed', 'another has it');
    const terms = await termsOf(tx, found);
    const clock = clockOn(found, terms, at);
    const solveSeconds = solveService(clock, terms, at);
    const version = await moveTicket(tx, found, { ...clock, state, closedAt: at, solveSeconds, takenBy: null });
    record({ type: 'support.closed', ...ofTicket(found, version) });
  });
}
