import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import { findCurrentThread, isTalkOf } from '#db/queries/support-threads.ts';
import { sealOfSession, type Asking, type TalkChannel, type Who } from '#lib/commerce/support/who.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from './shop.ts';

/**
 * What an edge knows of whoever talks. `session`: the public name of a session, where there is one; `browser`: what `talk-cookie.ts` gave it;
 * `orderKey`: what a guest opened an order with; `threadId`: another talk of theirs than the one that goes on.
 */
export type Talking = {
  actor: Actor;
  session: string | undefined;
  browser: string | undefined;
  orderKey?: string | undefined;
  threadId?: string | undefined;
  channel?: TalkChannel;
};

/** Who talks, by the session and what it brought; nothing that is said in a talk changes it. Refuses `forbidden` to staff, `not-found` for a key that is none. */
export function whoTalks(shop: Pick<Shop, 'keys'>, { actor, session, browser, orderKey }: Talking): { who: Who; session: string } {
  if (actor.role !== 'shopper') refuse('forbidden', 'talk');
  const own = session ?? browser ?? refuse('invalid', 'cookies');
  if (actor.customerId !== undefined) return { who: { as: 'customer', customerId: actor.customerId }, session: own };
  if (orderKey === undefined) return { who: { as: 'anonymous' }, session: own };
  return { who: { as: 'guest', orderId: shop.keys.open('order', orderKey) ?? refuse('not-found') }, session: own };
}

type Known = ReturnType<typeof whoTalks>;

/** Which of their talks is meant: undefined while they have said nothing. Refuses what `whoTalks` does, and `not-found` for a talk that is not theirs. */
export async function talkMeant(shop: Pick<Shop, 'db' | 'keys'>, talking: Talking, { who, session } = whoTalks(shop, talking)) {
  const [{ threadId }, seal] = [talking, sealOfSession(shop.keys, session)];
  if (threadId === undefined) return findCurrentThread(shop.db, { who, seal });
  if (!(await isTalkOf(shop.db, { who, seal, threadId }))) refuse('not-found');
  return threadId;
}

/** One turn of the talk that goes on wherever its shopper is, or of another of theirs. Refuses what `talkMeant` does. */
export async function askingOf(shop: Shop, talking: Talking): Promise<Asking> {
  const known: Known = whoTalks(shop, talking);
  const { actor, channel = actor.role === 'shopper' && actor.kiosk ? 'kiosk' : 'chat', threadId } = talking;
  const meant = threadId === undefined ? await openCurrentThread(shop, known) : await talkMeant(shop, talking, known);
  return { ...known, channel, threadId: meant ?? refuse('not-found') };
}
