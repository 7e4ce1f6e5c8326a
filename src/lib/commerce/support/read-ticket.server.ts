import { insertAudit, wasReadSince } from '#db/queries/support-audit.ts';
import { ticketInFull, type TicketInFull } from '#db/queries/support-desk.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';

/** A page that is open looks again with each message: that is one reading. */
const ONE_READING_MS = 15 * 60_000;

/** What somebody said to us is theirs: who of us reads it is in its log. Refuses `forbidden`, `not-found`. */
export async function readTicket(shop: Shop, actor: Actor, { ticketId }: { ticketId: string }): Promise<TicketInFull> {
  const { userId, channel } = overTalks(actor);
  const ticket = (await ticketInFull(shop.db, ticketId)) ?? refuse('not-found');
  const [at, { threadId }] = [shop.now(), ticket];
  if (!(await wasReadSince(shop.db, { threadId, userId, since: new Date(at.getTime() - ONE_READING_MS) }))) {
    const said = { tool: 'read_talk', arguments: { ticketId }, decision: 'done' as const, code: null, rule: null, actionId: null };
    await insertAudit(shop.db, { ...said, threadId, who: { as: 'staff', userId }, channel, at });
  }
  return ticket;
}
