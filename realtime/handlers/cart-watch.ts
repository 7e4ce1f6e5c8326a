import * as z from 'zod';
import { orderOfCart } from '#db/queries/live-carts.ts';
import type { Visitor } from '#db/queries/cart-presence.ts';
import { openedCart, type CartAccess } from '#lib/commerce/cart/cart-access.server.ts';
import { authorOf } from '#lib/commerce/cart/author.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Cart = z.strictObject({ cartKey: z.string().max(100) });

/** Whoever may look at a cart may follow it. The owner is also told the key of the order it became. */
export function cartWatch({ shop, present, presence, socket }: Live): void {
  // One after the other, as the page said them: a page that leaves and comes again at once must not end outside.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const watch = answering(shop, Cart, async ({ cartKey }) =>
    inTurn(async () => {
      const { actor } = socket.data;
      const access = await openedCart(shop, actor, cartKey, 'view');
      const { cartId, grant } = access;
      await enterRooms(socket, [room.cart(cartId)]);
      const [snapshot] = await present.carts([cartId]);
      if (!snapshot) refuse('not-found');
      const orderId = grant || snapshot.state !== 'placed' ? undefined : await orderOfCart(shop.db, cartId);
      // Last: who else is there means nothing to a page before it has its answer.
      presence.enter(socket, cartId, { id: shop.newId(), grantId: grant?.id, visitor: visitorOf(actor, access), since: new Date() });
      return orderId === undefined ? snapshot : { ...snapshot, orderKey: shop.keys.make('order', orderId) };
    })
  );
  const unwatch = answering(shop, Cart, async ({ cartKey }) =>
    inTurn(async () => {
      const { cartId } = await openedCart(shop, socket.data.actor, cartKey, 'view');
      presence.leave(socket, cartId);
      await socket.leave(room.cart(cartId));
      return null;
    })
  );
  socket.on('cart.watch', watch).on('cart.unwatch', unwatch);
  socket.on('disconnecting', () => [...socket.data.carts.keys()].forEach((cartId) => presence.leave(socket, cartId)));
}

function visitorOf(actor: Actor, { grant }: CartAccess): Visitor {
  const { role, name, nodeId, device } = authorOf(actor);
  // At a kiosk stands the shopper themselves.
  const as = role === 'staff' ? 'staff' : grant?.kind === 'share' ? 'link' : 'owner';
  const label = as === 'link' ? (grant?.label ?? '') : (name ?? '');
  return { label, role: as, terminal: grant?.kind === 'claim' ? grant.label : null, device, nodeId };
}
