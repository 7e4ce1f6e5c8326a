import type { Tx } from '#db/client.ts';
import { withdrawWaiting } from '#db/queries/pending-actions.ts';
import { insertAudit } from '#db/queries/support-audit.ts';
import { addMessage, messageWithKey } from '#db/queries/support-messages.ts';
import { lockThreadOfTurn } from '#db/queries/support-threads.ts';
import { addTokens, giveTurnBack, saveTurn } from '#db/queries/support-turns.ts';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { asAsked } from './audited.ts';
import { saidEvent } from './said.ts';
import type { Reply } from './turn.ts';
import { actorOf, type Asking } from './who.ts';

/**
 * `key`: of the answer. `seq`: the number of what it answers. `isStopped`: its shopper did not want to hear the rest; what was proposed in it is no offer
 * any more.
 */
export type EndTurn = { holder: string; key: string; seq: number; reply: Reply; isStopped?: boolean };

/**
 * What the assistant says becomes the next message of the talk, once for each message of the shopper, and for what was left of one. Undefined where the turn went to somebody else
 * meanwhile, or one of us has taken the talk: then nothing is said. Whoever has the turn says it, also when its shopper has signed in while it was
 * thought about. Refuses `not-found`.
 */
export async function endTurn(shop: Shop, asking: Asking, turn: EndTurn): Promise<string | undefined> {
  const { holder, key, seq, reply, isStopped = false } = turn;
  const { who, threadId, channel } = asking;
  const at = shop.now();
  return inTransaction(shop, { actor: actorOf(who) }, async (tx, record) => {
    const thread = (await lockThreadOfTurn(tx, threadId)) ?? refuse('not-found');
    const isOurs = await giveTurnBack(tx, { threadId, holder });
    const { misses, language, tokens, ...message } = reply;
    await spend(tx, { threadId, tokens, at });
    if (isOurs && isStopped) await withdrawProposed(tx, asking, at);
    if (!isOurs || thread.takenBy !== null) return (await messageWithKey(tx, threadId, key))?.id;
    const said = await addMessage(tx, { ...message, id: shop.newId(), threadId, author: 'assistant', channel, key, at });
    if (!said.isNew) return said.messageId;
    await saveTurn(tx, { threadId, misses, language, answered: seq });
    record(saidEvent({ ...said, threadId, author: 'assistant', byMail: channel === 'email' }));
    return said.messageId;
  });
}

async function withdrawProposed(tx: Tx, { who, threadId, channel }: Asking, at: Date): Promise<void> {
  const proposed = await withdrawWaiting(tx, threadId, at);
  if (proposed) await insertAudit(tx, { ...asAsked(proposed), threadId, who, channel, decision: 'withdrawn', code: 'stopped', at });
}

type DropTurn = { threadId: string; holder: string; tokens: number };

/** A turn that came to nothing is free at once for whoever tries again; what it has used up until then is used up. */
export async function dropTurn(shop: Shop, { threadId, holder, tokens }: DropTurn): Promise<void> {
  const at = shop.now();
  await inTransaction(shop, { actor: SYSTEM }, async (tx) => {
    const thread = await lockThreadOfTurn(tx, threadId);
    await giveTurnBack(tx, { threadId, holder });
    if (thread) await spend(tx, { threadId, tokens, at });
  });
}

/** Whatever came of a turn, and whoever has the talk by then. */
async function spend(tx: Tx, { threadId, tokens, at }: { threadId: string; tokens: number; at: Date }): Promise<void> {
  if (tokens > 0) await addTokens(tx, { threadId, day: at.toISOString().slice(0, 10), tokens });
}
