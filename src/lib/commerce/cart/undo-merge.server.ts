import {
  giveCartTo,
  giveWordsBack,
  lockCartRows,
  lockCustomerOfMerge,
  lockLatestMerge,
  markUndone,
  partHolds,
  releaseHolds,
  setCartRows,
  type CartMerge
} from '#db/queries/cart-merges.ts';
import { changeCart } from '#db/queries/carts.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { isOpen } from './cart.ts';
import { cartMachine } from './cart.machine.ts';
import { BACK_AT_THE_CART } from './delivery-choice.ts';
import { backTo, sameHolds, sameThings, type CartRows } from './merge-rows.ts';

/**
 * Both carts are again as they were before they came together, and the one that was in hand then is so again; its key is answered.
 * Whoever put something in or took something out since keeps that: the merge then stays, whole (`merge-kept`). Steps of a checkout
 * taken since are no such change; what was written there stays, what was held for it is given back.
 * Refuses `not-found` when there is nothing to take back, `cart-closed` after the order, `merge-kept`.
 */
export async function undoMerge(shop: Shop, actor: Actor, input: { cartKey: string }): Promise<{ cartKey: string }> {
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  if (grant) refuse('not-found');
  return inTransaction(shop, { actor }, async (tx, record) => {
    const at = shop.now();
    const [merge, carts] = await locked(tx, cartId);
    const now = carts.get(merge.intoId);
    if (!now || !isOpen(now.cart)) refuse('cart-closed', now?.cart.state);
    if (!sameThings(now, merge.after)) refuse('merge-kept');

    const { into, from } = merge.before;
    record(...(await holdsParted(tx, merge, { now, at })));
    await setCartRows(tx, merge.intoId, into);
    await setCartRows(tx, merge.fromId, from);
    if (merge.currentId === merge.fromId) await giveWordsBack(tx, merge, into);
    await giveCartTo(tx, merge.intoId, into.cart.customer_id);
    await reopen({ tx, record }, merge, { now, at });
    await markUndone(tx, merge.id, at);
    return { cartKey: shop.keys.make('cart', merge.currentId) };
  });
}

/** The account, then both carts in the order of their ids, as merging locks them. */
async function locked(tx: Tx, intoId: string): Promise<[CartMerge, Map<string, CartRows>]> {
  await lockCustomerOfMerge(tx, intoId);
  const seen = await lockLatestMerge(tx, intoId);
  if (!seen) refuse('not-found');
  return [seen, await lockCartRows(tx, [seen.intoId, seen.fromId])];
}

/** Holds that were taken for a plan since are given back with the plan: it was one for all the things together. */
async function holdsParted(tx: Tx, { intoId, before, after }: CartMerge, { now, at }: { now: CartRows; at: Date }) {
  return sameHolds(now, after) ? partHolds(tx, { before, at }) : releaseHolds(tx, intoId, at);
}

async function reopen(
  { tx, record }: { tx: Tx; record: Recorder },
  { intoId, fromId, before, after }: CartMerge,
  { now, at }: { now: CartRows; at: Date }
): Promise<void> {
  const { into, from } = before;
  const was = from.cart.state === 'checkout' ? 'checkout' : 'active';
  const state = advance(cartMachine, { state: 'merged', context: { cartId: fromId } }, { type: 'part', was });
  const source = await changeCart(tx, fromId, { state }, at);
  record({ type: 'cart.parted', topic: cartTopic(fromId), version: source, cartId: fromId, intoId, fromId });

  const stays = sameHolds(now, after) && now.cart.step === after.cart.step ? backTo(into) : BACK_AT_THE_CART;
  const note = now.cart.note === after.cart.note ? into.cart.note : now.cart.note;
  const target = await changeCart(tx, intoId, { ...stays, note }, at);
  record({ type: 'cart.parted', topic: cartTopic(intoId), version: target, cartId: intoId, intoId, fromId });
}
