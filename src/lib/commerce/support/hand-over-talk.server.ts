import { lastAction } from '#db/queries/pending-actions.ts';
import { insertAudit, triedIn } from '#db/queries/support-audit.ts';
import { appendMessage, messagesOf } from '#db/queries/support-messages.ts';
import { lockThread } from '#db/queries/support-threads.ts';
import { termsOf } from '#db/queries/support-terms.ts';
import { insertTicket, lastTicket, moveTicket, nextVersion, type Ticket } from '#db/queries/support-tickets.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { audited } from './audited.ts';
import { moodOf, type HandOverSummary } from './hand-over-summary.ts';
import { mask } from './mask.ts';
import { keptWords, saidEvent } from './said.ts';
import { ofTicket, type SupportEvent } from './support.events.ts';
import { asReopened, dueFrom, priorityOf, REOPENS_WITHIN_MS, type TicketAbout } from './ticket.ts';
import { ticketMachine } from './ticket.machine.ts';
import { actorOf, nameOf, talkerOf, type Asking } from './who.ts';

/** `intent`: what they want, as far as whoever hands over has understood it. `words`: what was said, where it is not in the talk yet. */
export type HandOverTalk = { orderId: string | null; about: TicketAbout; intent?: string | undefined; words: string };

/**
 * A person goes on with a talk, and finds who it is, what it is about, what was tried and what waits to be confirmed. One ticket at a time: asking
 * again adds the new words to it, and soon after it was closed opens it again. Refuses `not-found` for a talk of somebody else.
 */
export async function handOverTalk(shop: Shop, asking: Asking, input: HandOverTalk): Promise<{ ticketId: string }> {
  const { who, threadId, channel } = asking;
  const at = shop.now();
  return inTransaction(shop, { actor: actorOf(who) }, async (tx, record) => {
    if (!(await lockThread(tx, talkerOf(shop.keys, asking)))) refuse('not-found');
    await addWords(tx, { shop, asking, words: input.words, record });
    const last = await lastTicket(tx, threadId);
    const made = last ? await asBefore(tx, last, at) : undefined;
    const { ticketId, event } = made ?? (await opened(tx, { id: shop.newId(), asking, input, at }));
    if (event) record(event);
    const noted = { tool: 'hand_over', arguments: audited(input), decision: 'done' as const, code: null, rule: null };
    await insertAudit(tx, { ...noted, threadId, actionId: null, who, channel, at });
    return { ticketId };
  });
}

type HandedOver = { ticketId: string; event?: SupportEvent };

/** The one that is not over, or was a short while ago: then it was not solved after all. */
async function asBefore(tx: Tx, last: Ticket, at: Date): Promise<HandedOver | undefined> {
  if (last.closedAt === null) return { ticketId: last.id };
  if (at.getTime() - last.closedAt.getTime() >= REOPENS_WITHIN_MS) return undefined;
  const state = advance(ticketMachine, { state: last.state, context: {} }, { type: 'reopen' });
  const version = await moveTicket(tx, last, { state, ...asReopened(last, await termsOf(tx, last), at) });
  return { ticketId: last.id, event: { type: 'support.reopened', ...ofTicket(last, version) } };
}

type Opening = { id: string; asking: Asking; input: HandOverTalk; at: Date };

async function opened(tx: Tx, { id, asking, input, at }: Opening): Promise<HandedOver> {
  const [{ threadId }, { about }] = [asking, input];
  const summary = await summaryOf(tx, asking, input);
  const orderId = input.orderId ?? summary.order;
  const priority = priorityOf(about, summary.mood);
  const due = dueFrom(await termsOf(tx, { about, priority }), at);
  await insertTicket(tx, { id, threadId, orderId, about, priority, summary, due, at });
  const head = ofTicket({ id, threadId }, await nextVersion(tx, threadId));
  return { ticketId: id, event: { type: 'support.handed_over', ...head, ofOrder: orderId, about } };
}

type Adding = { shop: Shop; asking: Asking; words: string; record: Recorder };

/** In a talk they are its last message already. */
async function addWords(tx: Tx, { shop, asking, words: given, record }: Adding): Promise<void> {
  const { threadId, channel } = asking;
  const { words } = keptWords(given, (text) => mask(text).text);
  const last = (await messagesOf(tx, threadId, { most: 4 })).findLast(({ author }) => author === 'shopper');
  if (words === '' || last?.words === words) return;
  const id = shop.newId();
  const said = await appendMessage(tx, { id, threadId, author: 'shopper', channel, words, key: id, at: shop.now() });
  if (said) record(saidEvent({ ...said, threadId, author: 'shopper' }));
}

const READ = 6;

async function summaryOf(tx: Tx, { who, threadId, channel }: Asking, { orderId, about, intent }: HandOverTalk): Promise<HandOverSummary> {
  const action = await lastAction(tx, threadId);
  const messages = await messagesOf(tx, threadId, { most: READ });
  return {
    who: nameOf(who),
    channel,
    order: orderId ?? action?.orderId ?? (who.as === 'guest' ? who.orderId : null),
    intent: intent ?? about,
    tried: await triedIn(tx, threadId),
    waiting: action && { id: action.id, kind: action.kind, state: action.state },
    mood: moodOf(messages.filter(({ author }) => author === 'shopper').map(({ words }) => words))
  };
}
