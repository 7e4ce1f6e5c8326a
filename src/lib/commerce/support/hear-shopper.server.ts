import { termsOf } from '#db/queries/support-terms.ts';
import { hasShopperSpokenLast, lastTicket, lockTicket, moveTicket } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { ofTicket } from './support.events.ts';
import { clockOn } from './ticket.ts';
import { ticketMachine } from './ticket.machine.ts';

/** The shopper, who had the word, has said something: the clock of the ticket goes on. Runs as a job, so perhaps twice. */
export async function hearShopper(shop: Shop, actor: Actor, { threadId }: { threadId: string }): Promise<void> {
  const at = shop.now();
  await inTransaction(shop, { actor }, async (tx, record) => {
    const last = await lastTicket(tx, threadId);
    const found = last && (await lockTicket(tx, last.id));
    // One of us may have answered it meanwhile.
    if (found?.state !== 'waiting' || !(await hasShopperSpokenLast(tx, threadId))) return;
    const state = advance(ticketMachine, { state: found.state, context: {} }, { type: 'hear' });
    const version = await moveTicket(tx, found, { ...clockOn(found, await termsOf(tx, found), at), state });
    record({ type: 'support.heard', ...ofTicket(found, version) });
  });
}
