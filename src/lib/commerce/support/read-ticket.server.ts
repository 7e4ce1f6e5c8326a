import { noteReading } from '#db/queries/support-audit.ts';
import { ticketInFull, type TicketInFull } from '#db/queries/support-desk.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';

/** What somebody said to us is theirs: who of us reads it is in its log. Refuses `forbidden`, `not-found`. */
export async function readTicket(shop: Shop, actor: Actor, { ticketId }: { ticketId: string }): Promise<TicketInFull> {
  const { userId, channel } = overTalks(actor);
  const ticket = (await ticketInFull(shop.db, ticketId)) ?? refuse('not-found');
  await noteReading(shop.db, { threadId: ticket.threadId, userId, channel, arguments: { ticketId }, at: shop.now() });
  return ticket;
}
