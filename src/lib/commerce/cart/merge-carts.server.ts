import {
  giveCartTo,
  insertMerge,
  cartRows,
  lockCartRows,
  lockCustomer,
  mergeOffers,
  moveHolds,
  openCartOf,
  setCartRows,
  takeOverWords,
  type MergeOffer
} from '#db/queries/cart-merges.ts';
import { changeCart } from '#db/queries/carts.ts';
import { networkNodes } from '#db/queries/delivery.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { cartTopic } from './cart.events.ts';
import { isOpen } from './cart.ts';
import { cartMachine } from './cart.machine.ts';
import { BACK_AT_THE_CART } from './delivery-choice.ts';
import { mergeCarts as mergedCarts, type Merged, type MergeRules } from './merge-carts.ts';
import { asMergeCart, asRows, type CartRows } from './merge-rows.ts';
import type { ReceiptLine } from './merge-receipt.ts';

/** `cartKey` is that of the cart in hand at sign-in; without one, or with one that opens nothing, the account's own comes back. */
export type MergeCarts = { cartKey: string | undefined };
/** The cart to go on with; null when there is none. `merged` says that a receipt waits on its page. */
export type CartInHand = { cartKey: string | null; merged: boolean };

/**
 * The cart in hand and the account's become one, once, however many sign-ins ask at the same moment. Where the account has none
 * open, the one in hand becomes its own. The account's stays, but for a cart in checkout, which stays itself.
 * A cart of somebody else is not touched and not shown. Refuses `not-allowed` for whoever is not signed in as a shopper.
 */
export async function mergeCarts(shop: Shop, actor: Actor, { cartKey }: MergeCarts): Promise<CartInHand> {
  if (actor.role !== 'shopper' || actor.customerId === undefined) refuse('not-allowed');
  const { customerId } = actor;
  const handId = cartKey === undefined ? undefined : shop.keys.open('cart', cartKey);
  return inTransaction(shop, { actor }, async (tx, record) => {
    if (!(await lockCustomer(tx, customerId))) refuse('not-found');
    const { own, hand } = await bothCarts(tx, { customerId, handId });
    if (own && hand && own.cart.id !== hand.cart.id && !isBare(hand)) {
      const into = await joined({ shop, tx, record }, { hand, own, customerId });
      return { cartKey: shop.keys.make('cart', into.cart.id), merged: true };
    }
    if (!own && hand) await giveCartTo(tx, hand.cart.id, customerId);
    const goesOn = own ?? hand;
    return { cartKey: goesOn ? shop.keys.make('cart', goesOn.cart.id) : null, merged: false };
  });
}

type Asked = { customerId: string; handId: string | undefined };

/** The account's open cart and the one in hand, locked; what is closed or belongs to somebody else is left out. */
async function bothCarts(tx: Tx, { customerId, handId }: Asked): Promise<{ own: CartRows | undefined; hand: CartRows | undefined }> {
  const ownId = await openCartOf(tx, customerId);
  const carts = await lockCartRows(
    tx,
    [handId, ownId].filter((id) => id !== undefined)
  );
  const hand = openOnly(carts.get(handId ?? ''));
  const isTheirs = hand?.cart.customer_id === null || hand?.cart.customer_id === customerId;
  return { own: openOnly(carts.get(ownId ?? '')), hand: isTheirs ? hand : undefined };
}

const openOnly = (rows: CartRows | undefined): CartRows | undefined => (rows && isOpen(rows.cart) ? rows : undefined);
const isBare = ({ lines, saved }: CartRows): boolean => lines.length === 0 && saved.length === 0;

type Inside = { shop: Shop; tx: Tx; record: Recorder };

async function joined({ shop, tx, record }: Inside, { hand, own, customerId }: { hand: CartRows; own: CartRows; customerId: string }) {
  const at = shop.now();
  const [into, from] = hand.cart.state === 'checkout' ? [hand, own] : [own, hand];
  const ids = { intoId: into.cart.id, fromId: from.cart.id };
  const offers = await offersOf(tx, [into, from]);
  const merged = mergedCarts(asMergeCart(hand), asMergeCart(own), rulesFrom(offers, at));
  const rows = asRows(merged, { into, from });

  await setCartRows(tx, ids.fromId, { lines: [], saved: [] });
  await setCartRows(tx, ids.intoId, rows);
  record(...(await moveHolds(tx, { ...ids, kept: keptOf(merged, hand), at })));
  await closeSource({ tx, record }, { into, from, at });
  await giveCartTo(tx, ids.intoId, customerId);
  if (into === own) await takeOverWords(tx, ids);
  const note = into.cart.note || from.cart.note;
  const stays = into === hand ? {} : BACK_AT_THE_CART;
  const version = await changeCart(tx, ids.intoId, { ...stays, note }, at);
  record({ type: 'cart.merged', topic: cartTopic(ids.intoId), version, cartId: ids.intoId, ...ids });

  const receipt = await named(tx, merged, offers);
  const after = await cartRows(tx, ids.intoId);
  const merge = { id: shop.newId(), ...ids, currentId: hand.cart.id, customerId, receipt, before: { into, from }, after, at };
  await insertMerge(tx, { ...merge, read: isBare(own) });
  return into;
}

async function closeSource(
  { tx, record }: Pick<Inside, 'tx' | 'record'>,
  { into, from, at }: { into: CartRows; from: CartRows; at: Date }
) {
  const { id, state } = from.cart;
  const moved = advance(cartMachine, { state, context: { cartId: id } }, { type: 'merge', into: into.cart.id });
  const version = await changeCart(tx, id, { state: moved }, at);
  record({ type: 'cart.merged', topic: cartTopic(id), version, cartId: id, intoId: into.cart.id, fromId: id });
}

/** In checkout what was set aside needs no hold any more; while browsing every hold of what came along stays. */
const keptOf = ({ lines }: Merged, hand: CartRows): string[] =>
  hand.cart.state === 'checkout' ? [] : [...new Set(lines.map(({ variantId }) => variantId))];

async function offersOf(tx: Tx, carts: CartRows[]): Promise<Map<string, MergeOffer>> {
  const variantIds = [...new Set(carts.flatMap(({ lines }) => lines.map((line) => line.variant_id)))];
  const cartIds = carts.map(({ cart }) => cart.id);
  const offers = await mergeOffers(tx, { variantIds, cartIds, currency: carts[0]?.cart.currency ?? '' });
  return new Map(offers.map((offer) => [offer.variantId, offer]));
}

function rulesFrom(offers: Map<string, MergeOffer>, at: Date): MergeRules {
  return {
    at: at.toISOString(),
    priceNow: (variantId) => offers.get(variantId)?.priceNowMinor ?? null,
    free: (variantId, nodeId) => {
      const offer = offers.get(variantId);
      if (!offer?.counted) return undefined;
      return nodeId === null ? offer.free : (offer.freeAt[nodeId] ?? 0);
    }
  };
}

async function named(tx: Tx, { receipt }: Merged, offers: Map<string, MergeOffer>): Promise<ReceiptLine[]> {
  const names = new Map((await networkNodes(tx)).map(({ id, name }) => [id, name]));
  return receipt.map((entry) => ({
    ...entry,
    title: offers.get(entry.variantId)?.title ?? '',
    nodeName: entry.pickupNodeId === null ? null : (names.get(entry.pickupNodeId) ?? entry.pickupNodeId)
  }));
}
