import * as z from 'zod';
import { isTalkOf } from '#db/queries/support-threads.ts';
import { ownerInHands, talkInHands, type OwnerInHands } from '#db/queries/talk-in-hands.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { mayAnswerTalks } from '#lib/commerce/stores/staff-policy.ts';
import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import { talkerOf, type Who } from '#lib/commerce/support/who.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { whoTalks } from '#lib/server/asking.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Key = z.string().max(100).optional();
const Talk = z.strictObject({ threadId: z.uuid().optional(), orderKey: Key, cartKey: Key });
type Keys = Omit<z.output<typeof Talk>, 'threadId'>;
const Left = z.strictObject({ threadId: z.uuid() });

/**
 * A shopper hears their own talk, whoever answers talks hears each, and whoever has a shopper's cart in hand hears theirs as long as they have it;
 * everybody else is told that there is nothing. With the cart alone the talk is meant that comes with it, also one that is still to begin: its first
 * word is heard.
 */
export function talkWatch({ shop, present, socket }: Live): void {
  async function isTheirs(threadId: string, { orderKey, cartKey }: Keys): Promise<boolean> {
    if (mayAnswerTalks(socket.data.actor)) return true;
    if (cartKey !== undefined && (await isInHands(threadId, cartKey))) return true;
    const known = whoTalks(shop, { ...socket.data, orderKey });
    return isTalkOf(shop.db, talkerOf(shop.keys, { ...known, threadId, channel: 'chat' }));
  }

  async function isInHands(threadId: string, cartKey: string): Promise<boolean> {
    const { grant } = await openedCart(shop, socket.data.actor, cartKey, 'view');
    const found = grant && (await talkInHands(shop.db, { grantId: grant.id, at: shop.now() }));
    if (!grant || found?.threadId !== threadId) return false;
    socket.data.talks.set(threadId, grant.id);
    return true;
  }

  async function comingWith(cartKey: string): Promise<string> {
    const { grant } = await openedCart(shop, socket.data.actor, cartKey, 'view');
    const owner = grant && (await ownerInHands(shop.db, { grantId: grant.id, at: shop.now() }));
    const who = owner && whoIs(owner);
    if (!grant || !who) refuse('not-found');
    return openCurrentThread(shop, { who, session: '', inHands: { grantId: grant.id, seal: owner.seal } });
  }

  const watch = answering(shop, Talk, async ({ threadId: named, ...keys }) => {
    const threadId = named ?? (await comingWith(keys.cartKey ?? refuse('invalid')));
    if (!(await isTheirs(threadId, keys))) refuse('not-found');
    await enterRooms(socket, [room.talk(threadId)]);
    const [snapshot] = await present.talks([threadId]);
    return snapshot ?? refuse('not-found');
  });
  const unwatch = answering(shop, Left, async ({ threadId }) => {
    socket.data.talks.delete(threadId);
    await socket.leave(room.talk(threadId));
    return null;
  });
  socket.on('talk.watch', watch).on('talk.unwatch', unwatch);
}

/** Undefined where the code was shown in no browser that we know. */
function whoIs({ customerId, seal }: OwnerInHands): Who | undefined {
  if (customerId !== null) return { as: 'customer', customerId };
  return seal === null ? undefined : { as: 'anonymous' };
}
