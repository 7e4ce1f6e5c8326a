import { appendMessage, shopperChannel } from '#db/queries/support-messages.ts';
import { termsOf } from '#db/queries/support-terms.ts';
import { lockTicket, moveTicket, type Ticket } from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overTalks } from '../stores/staff-policy.ts';
import { openHoles } from './canned-answer.ts';
import { keptWords, saidEvent } from './said.ts';
import { ofTicket } from './support.events.ts';
import { clockOn, firstService, type Clock } from './ticket.ts';
import { ticketMachine } from './ticket.machine.ts';

/** `goesOn`: whoever answers is not done yet, and waits for nothing from the shopper. */
export type AnswerTalk = { ticketId: string; key: string; words: string; goesOn: boolean };

/**
 * Whoever has the talk says something to its shopper, once by its key; to whom it was last by mail, by mail. Refuses `forbidden`, `not-found`, `not-allowed` to whoever does not have it,
 * `invalid` for nothing and for words in which something is still to be put in.
 */
export async function answerTalk(shop: Shop, actor: Actor, { ticketId, key, words: typed, goesOn }: AnswerTalk): Promise<void> {
  const { userId } = overTalks(actor);
  // What one of us types is meant as it stands: only secrets of shoppers are masked.
  const { words } = keptWords(typed, (text) => text);
  if (words === '') refuse('invalid', 'say something');
  const [hole] = openHoles(words);
  if (hole !== undefined) refuse('invalid', `{${hole}} is still to be put in`);
  const at = shop.now();
  await inTransaction(shop, { actor }, async (tx, record) => {
    const found = (await lockTicket(tx, ticketId)) ?? refuse('not-found');
    if (found.takenBy !== userId) refuse('not-allowed', 'take the talk over first');
    const { threadId } = found;
    const byMail = (await shopperChannel(tx, threadId)) === 'email';
    const message = {
      id: shop.newId(),
      threadId,
      author: 'staff',
      channel: byMail ? 'email' : 'chat',
      words,
      key: `staff:${key}`,
      saidBy: userId,
      at
    } as const;
    const said = (await appendMessage(tx, message)) ?? refuse('not-found');
    if (!said.isNew) return;
    record(saidEvent({ ...said, threadId, author: 'staff', byMail }));
    const terms = await termsOf(tx, found);
    const first = found.firstAnsweredAt === null ? { firstAnsweredAt: at, firstSeconds: firstService(found, terms, at) } : {};
    const version = await moveTicket(tx, found, { ...moved(found, clockOn(found, terms, at), goesOn, at), ...first });
    record({ type: 'support.answered', ...ofTicket(found, version), waits: !goesOn });
  });
}

function moved(found: Ticket, clock: Clock, goesOn: boolean, at: Date) {
  const state = advance(ticketMachine, { state: found.state, context: {} }, { type: goesOn ? 'keep' : 'answer' });
  return { ...clock, state, waitingSince: state === 'waiting' ? at : null };
}
