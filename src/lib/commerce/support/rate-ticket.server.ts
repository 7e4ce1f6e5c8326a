import { lockTicket, moveTicket, rateTicket as rated } from '#db/queries/support-tickets.ts';
import { lockThread } from '#db/queries/support-threads.ts';
import { inTransaction } from '#db/transaction.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { mask } from './mask.ts';
import { keptWords } from './said.ts';
import { ofTicket } from './support.events.ts';
import { actorOf, talkerOf, type Asking } from './who.ts';

/** One star to five, and in words if they like. */
export type RateTicket = { ticketId: string; stars: number; words: string };

const LONGEST = 1_000;

/**
 * A shopper says how it was, once for each ticket of their talk that is over. Refuses `not-found` for a talk of somebody else, `invalid`,
 * `not-allowed` before it is over and a second time.
 */
export async function rateTicket(shop: Shop, asking: Asking, { ticketId, stars, words: typed }: RateTicket): Promise<void> {
  if (!Number.isInteger(stars) || stars < 1 || stars > 5) refuse('invalid', 'one to five');
  const words = keptWords(typed, (text) => mask(text).text)
    .words.slice(0, LONGEST)
    .toWellFormed();
  await inTransaction(shop, { actor: actorOf(asking.who) }, async (tx, record) => {
    if (!(await lockThread(tx, talkerOf(shop.keys, asking)))) refuse('not-found');
    const found = await lockTicket(tx, ticketId);
    if (found?.threadId !== asking.threadId) refuse('not-found');
    if (!(await rated(tx, ticketId, { stars, words, at: shop.now() }))) refuse('not-allowed');
    record({ type: 'support.rated', ...ofTicket(found, await moveTicket(tx, found, {})), stars });
  });
}
