import { giveTalkTo, lockAccountForTalks, lockTalksAtSignIn, setTalkAside } from '#db/queries/brought-talks.ts';
import { withdrawWaiting } from '#db/queries/pending-actions.ts';
import { insertAudit } from '#db/queries/support-audit.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { asAsked } from './audited.ts';
import { talksTogether, type TalkAtSignIn, type TalksTogether } from './goes-on.ts';
import { supportTopic } from './support.events.ts';
import { sealOfSession, type Who } from './who.ts';

/**
 * Whoever has just signed in goes on with what they said before, in this browser and nowhere else: with nothing, or as the guest of an order that is
 * theirs. Once, however many ask at the same moment: a talk that is somebody's is nobody else's any more. What waited in it to be confirmed is
 * withdrawn, because it was shown to whoever was nobody yet. Refuses `not-allowed` for whoever has no account.
 */
export async function bringTalks(shop: Shop, actor: Actor, { browser }: { browser: string | undefined }): Promise<void> {
  if (actor.role !== 'shopper' || actor.customerId === undefined) refuse('not-allowed');
  if (browser === undefined) return;
  const { customerId } = actor;
  const [at, seal] = [shop.now(), sealOfSession(shop.keys, browser)];
  await inTransaction(shop, { actor }, async (tx, record) => {
    if (!(await lockAccountForTalks(tx, customerId))) refuse('not-found');
    const together = talksTogether(await lockTalksAtSignIn(tx, { customerId, seal }));
    if (!together) return;
    await setAside(tx, record, together);
    for (const talk of together.brought) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: hardly anybody has two
      await brought(tx, record, { talk, together, customerId, at });
    }
  });
}

async function setAside(tx: Tx, record: Recorder, { aside: threadId }: TalksTogether): Promise<void> {
  if (threadId === undefined) return;
  record({ type: 'support.set_aside', topic: supportTopic(threadId), version: await setTalkAside(tx, threadId), threadId });
}

type Bringing = { talk: TalkAtSignIn; together: TalksTogether; customerId: string; at: Date };

async function brought(tx: Tx, record: Recorder, { talk, together, customerId, at }: Bringing): Promise<void> {
  const { id: threadId, isOfOrder } = talk;
  const of = { threadId, who: { as: 'customer', customerId } as Who, channel: 'chat', at };
  const waited = await withdrawWaiting(tx, threadId, at);
  if (waited) await insertAudit(tx, { ...asAsked(waited), ...of, decision: 'withdrawn', code: 'signed-in' });
  const isCurrent = together.goesOn === threadId;
  const version = await giveTalkTo(tx, threadId, { customerId, isCurrent, isQuiet: together.isQuiet });
  const from = isOfOrder ? 'order' : 'browser';
  await insertAudit(tx, { ...of, tool: 'bring_talk', arguments: { from }, actionId: null, decision: 'done', code: null, rule: null });
  record({ type: 'support.brought', topic: supportTopic(threadId), version, threadId });
}
