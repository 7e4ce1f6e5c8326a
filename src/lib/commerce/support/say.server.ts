import { withdrawWaiting } from '#db/queries/pending-actions.ts';
import { insertAudit } from '#db/queries/support-audit.ts';
import { addMessage, type Appended } from '#db/queries/support-messages.ts';
import { lockThread } from '#db/queries/support-threads.ts';
import { isStillInHands } from '#db/queries/talk-in-hands.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { asAsked } from './audited.ts';
import { mask } from './mask.ts';
import { keptWords, saidEvent } from './said.ts';
import { actorOf, talkerOf, type Asking } from './who.ts';

export type Say = { key: string; words: string };

/**
 * A shopper says something: without its secrets it is the next message of their talk, once by its key. What waited to be confirmed is withdrawn,
 * because whoever says something else has not pressed the button. Refuses `invalid` for nothing, `too-many-requests`, `not-found`.
 */
export async function sayInTalk(shop: Shop, asking: Asking, { key, words: typed }: Say): Promise<Appended> {
  const { words } = keptWords(typed, (text) => mask(text).text);
  if (words === '' || key === '' || key.length > 100) refuse('invalid');
  await limited(shop, LIMITS.messageBySession, asking.session);
  const at = shop.now();
  return inTransaction(shop, { actor: actorOf(asking.who) }, async (tx, record) => {
    const { threadId, channel, who } = asking;
    const talker = talkerOf(shop.keys, asking);
    if (!(await lockThread(tx, talker)) || !(await isStillInHands(tx, asking, at))) refuse('not-found');
    const seal = who.as === 'guest' ? talker.seal : null;
    const said = await addMessage(tx, { id: shop.newId(), threadId, author: 'shopper', channel, words, key, seal, at });
    if (!said.isNew) return said;
    await withdrawWhatWaits(tx, asking, at);
    record(saidEvent({ ...said, threadId, author: 'shopper', byMail: channel === 'email' }));
    return said;
  });
}

async function withdrawWhatWaits(tx: Tx, { who, threadId, channel }: Asking, at: Date): Promise<void> {
  const before = await withdrawWaiting(tx, threadId, at);
  if (before) await insertAudit(tx, { ...asAsked(before), threadId, who, channel, decision: 'withdrawn', code: 'said-something-else', at });
}
