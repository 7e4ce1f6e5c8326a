import { termsOf } from '#db/queries/support-terms.ts';
import { lastTicket, lockTicket, moveTicket } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';
import { ofTicket } from './support.events.ts';
import { asReopened } from './ticket.ts';
import { ticketMachine } from './ticket.machine.ts';

/** It was not solved after all, and is anybody's. Refuses `forbidden`, `not-found`, `not-allowed` also when the talk has a later one. */
export async function reopenTicket(shop: Shop, actor: Actor, { ticketId }: { ticketId: string }): Promise<void> {
  overTalks(actor);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const found = (await lockTicket(tx, ticketId)) ?? refuse('not-found');
    const state = advance(ticketMachine, { state: found.state, context: {} }, { type: 'reopen' });
    if ((await lastTicket(tx, found.threadId))?.id !== found.id) refuse('not-allowed', 'there is a later one');
    const version = await moveTicket(tx, found, { state, ...asReopened(found, await termsOf(tx, found), shop.now()) });
    record({ type: 'support.reopened', ...ofTicket(found, version) });
  });
}
