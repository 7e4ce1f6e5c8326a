import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import { findCurrentThread, isTalkOf } from '#db/queries/support-threads.ts';
import { nameOf, sealOfOwner, type Asking, type InHands, type TalkChannel, type Who } from '#lib/commerce/support/who.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from './shop.ts';

/**
 * What an edge knows of whoever talks. `session`: the public name of a session, where there is one; `browser`: what `talk-cookie.ts` gave it;
 * `orderKey`: what a guest opened an order with; `threadId`: another talk of theirs than the one that goes on; `inHands`: `talk-at-screen.ts` found whose
 * cart is on this screen.
 */
export type Talking = {
  actor: Actor;
  session: string | undefined;
  browser: string | undefined;
  orderKey?: string | undefined;
  threadId?: string | undefined;
  inHands?: InHands | undefined;
  channel?: TalkChannel;
};

type Known = { who: Who; session: string; inHands?: InHands | undefined };

/** Who talks, by the session and what it brought; nothing that is said in a talk changes it. Refuses `forbidden` to staff, `not-found` for a key that is none. */
export function whoTalks(shop: Pick<Shop, 'keys'>, { actor, session, browser, orderKey, inHands }: Talking): Known {
  if (actor.role !== 'shopper') refuse('forbidden', 'talk');
  const own = session ?? browser ?? refuse('invalid', 'cookies');
  if (actor.customerId !== undefined) return { who: { as: 'customer', customerId: actor.customerId }, session: own, inHands };
  if (orderKey === undefined) return { who: { as: 'anonymous' }, session: own, inHands };
  return { who: { as: 'guest', orderId: shop.keys.open('order', orderKey) ?? refuse('not-found') }, session: own };
}

/** For whom a page was made. What begins a talk there is said by nobody else, whoever its socket was opened as. */
export const markOf = ({ keys }: Pick<Shop, 'keys'>, { who, ...own }: Known): string =>
  keys
    .seal('talk page', `${nameOf(who)} ${sealOfOwner(keys, own)}`)
    .toString('base64url')
    .slice(0, 22);

/** Which of their talks is meant: undefined while they have said nothing. Refuses what `whoTalks` does, and `not-found` for a talk that is not theirs. */
export async function talkMeant(shop: Pick<Shop, 'db' | 'keys'>, talking: Talking, known = whoTalks(shop, talking)) {
  const [{ threadId }, { who }, seal] = [talking, known, sealOfOwner(shop.keys, known)];
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
