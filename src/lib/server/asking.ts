import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import type { Asking, TalkChannel, Who } from '#lib/commerce/support/who.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from './shop.ts';

/**
 * What an edge knows of whoever talks. `session`: the public name of a session, where there is one; `browser`: what `talk-cookie.ts` gave it;
 * `orderKey`: what a guest opened an order with.
 */
export type Talking = {
  actor: Actor;
  session: string | undefined;
  browser: string | undefined;
  orderKey?: string | undefined;
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

/** One turn of the talk that goes on wherever its shopper is. Refuses what `whoTalks` does. */
export async function askingOf(shop: Shop, talking: Talking): Promise<Asking> {
  const known = whoTalks(shop, talking);
  const { actor, channel = actor.role === 'shopper' && actor.kiosk ? 'kiosk' : 'chat' } = talking;
  return { ...known, channel, threadId: await openCurrentThread(shop, known) };
}
