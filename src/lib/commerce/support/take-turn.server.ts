import { messagesAndKeyed } from '#db/queries/support-messages.ts';
import { leaseTurn, lockForTurn } from '#db/queries/support-turns.ts';
import { inTransaction } from '#db/transaction.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { REMEMBERED, TURN_MS, type Asked, type Turn } from './turn.ts';
import { actorOf, talkerOf, type Asking } from './who.ts';

/** `answered`: somebody did before. `nothing`: there is nothing to answer. `taken`: one of us has the talk. `busy`: another turn of it is being answered. */
export type Taken = { go: 'answer'; turn: Turn } | { go: 'answered'; answerId: string } | { go: 'nothing' | 'taken' | 'busy' };

/**
 * Takes the turn of a talk to answer what was said in it: one at a time, whichever browser or process asks. What a process that died has taken is
 * free again after a while. Refuses `not-found`.
 */
export async function takeTurn(shop: Shop, asking: Asking, { asked, holder }: { asked: Asked; holder: string }): Promise<Taken> {
  const { who, threadId } = asking;
  const at = shop.now();
  return inTransaction(shop, { actor: actorOf(who) }, async (tx) => {
    const state = (await lockForTurn(tx, talkerOf(shop.keys, asking), dayOf(at))) ?? refuse('not-found');
    // After the lock and not with it: what another turn has said until then is seen.
    const said = await messagesAndKeyed(tx, threadId, { key: asked.key, most: REMEMBERED });
    if (said.keyed) return { go: 'answered', answerId: said.keyed.id };
    if (state.takenBy !== null) return { go: 'taken' };
    const messages = asked.messages(said.messages);
    if (messages.at(-1)?.author !== 'shopper') return { go: 'nothing' };
    if (!(await leaseTurn(tx, { threadId, holder, until: new Date(at.getTime() + TURN_MS), at }))) return { go: 'busy' };
    const { misses, language, tokens } = state;
    return { go: 'answer', turn: { holder, messages, misses, language, isSpent: tokens >= shop.supportTokensADay } };
  });
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
