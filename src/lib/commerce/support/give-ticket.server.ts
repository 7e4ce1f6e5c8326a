import { termsOf } from '#db/queries/support-terms.ts';
import { deskPeople, lockTicket, moveTicket } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';
import { ofTicket } from './support.events.ts';
import { clockOn } from './ticket.ts';
import { ticketMachine } from './ticket.machine.ts';

/** `to`: another of us, or null for whoever takes it next. */
export type GiveTicket = { ticketId: string; to: string | null };

/**
 * A ticket goes to another of us, and the talk with it when one of us has it; let go, the assistant has the talk again. Refuses `forbidden`,
 * `not-found`, `invalid` for somebody who is not at the desk, `not-allowed`.
 */
export async function giveTicket(shop: Shop, actor: Actor, { ticketId, to }: GiveTicket): Promise<void> {
  overTalks(actor);
  const at = shop.now();
  await inTransaction(shop, { actor }, async (tx, record) => {
    const found = (await lockTicket(tx, ticketId)) ?? refuse('not-found');
    if (found.assigneeId === to && found.state !== 'closed') return;
    if (to !== null && !(await deskPeople(tx)).some(({ id }) => id === to)) refuse('invalid', 'nobody at the desk');
    const state = advance(ticketMachine, { state: found.state, context: {} }, { type: to === null ? 'release' : 'give' });
    const takenBy = found.takenBy === null ? null : to;
    const version = await moveTicket(tx, found, {
      state,
      assigneeId: to,
      takenBy,
      ...(state === 'waiting' ? {} : clockOn(found, await termsOf(tx, found), at))
    });
    record({ type: 'support.assigned', ...ofTicket(found, version), to });
  });
}
