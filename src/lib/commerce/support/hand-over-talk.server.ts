import { lastAction } from '#db/queries/pending-actions.ts';
import { insertAudit, triedIn } from '#db/queries/support-audit.ts';
import { appendMessage, messagesOf } from '#db/queries/support-messages.ts';
import { lockThread, openTicket, saveThread } from '#db/queries/support-threads.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { audited } from './audited.ts';
import { moodOf, type HandOverSummary } from './hand-over-summary.ts';
import { mask } from './mask.ts';
import { keptWords, saidEvent } from './said.ts';
import { supportTopic } from './support.events.ts';
import { actorOf, nameOf, talkerOf, type Asking } from './who.ts';

/** `intent`: what they want, as far as whoever hands over has understood it. `words`: what was said, where it is not in the talk yet. */
export type HandOverTalk = { orderId: string | null; about: string; intent?: string | undefined; words: string };

/**
 * A person goes on with a talk, and finds who it is, what it is about, what was tried and what waits to be confirmed. One ticket at a time: asking
 * again adds the new words to it. Refuses `not-found` for a talk of somebody else.
 */
export async function handOverTalk(shop: Shop, asking: Asking, input: HandOverTalk): Promise<{ ticketId: string }> {
  const { who, threadId, channel } = asking;
  const at = shop.now();
  return inTransaction(shop, { actor: actorOf(who) }, async (tx, record) => {
    const thread = (await lockThread(tx, talkerOf(shop.keys, asking))) ?? refuse('not-found');
    const said = await addWords(tx, { shop, asking, words: input.words, record });
    const summary = await summaryOf(tx, asking, input);
    const { orderId: order, about } = input;
    const orderId = order ?? summary.order;
    const { id: ticketId, isNew } = await openTicket(tx, { id: shop.newId(), threadId, orderId, about, summary, at });
    if (isNew) {
      const version = (said ?? thread.version) + 1;
      await saveThread(tx, threadId, version);
      record({ type: 'support.handed_over', topic: supportTopic(threadId), version, threadId, ticketId, ofOrder: orderId, about });
    }
    const noted = { tool: 'hand_over', arguments: audited(input), decision: 'done' as const, code: null, rule: null };
    await insertAudit(tx, { ...noted, threadId, actionId: null, who, channel, at });
    return { ticketId };
  });
}

type Adding = { shop: Shop; asking: Asking; words: string; record: Recorder };

/** In a talk they are its last message already. @returns the version of the talk with them */
async function addWords(tx: Tx, { shop, asking, words: given, record }: Adding): Promise<number | undefined> {
  const { threadId, channel } = asking;
  const { words } = keptWords(given, (text) => mask(text).text);
  const last = (await messagesOf(tx, threadId, { most: 4 })).findLast(({ author }) => author === 'shopper');
  if (words === '' || last?.words === words) return undefined;
  const id = shop.newId();
  const said = await appendMessage(tx, { id, threadId, author: 'shopper', channel, words, key: id, at: shop.now() });
  if (said) record(saidEvent({ ...said, threadId, author: 'shopper' }));
  return said?.version;
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
