import { changeCart, lockCart } from '#db/queries/carts.ts';
import { quoteBasis } from '#db/queries/delivery.ts';
import { reserveStock } from '#db/queries/holds.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { HOLD_MS } from '../stores/market.ts';
import { cartTopic } from './cart.events.ts';
import type { CartView } from './cart-view.ts';
import { demandOf } from './delivery-choice.ts';
import { quoteCart } from './quote.ts';

/** `deliverUntil` is the date that was shown beside the choice: one that got later since is refused, not slipped in. */
export type ChooseDelivery = { cartKey: string; choice: string; deliverUntil?: string };

/**
 * Quotes again, keeps the plan with the cart and holds its goods for twenty minutes.
 * Refuses `not-found`, `cart-closed`, `details-missing`, `promise-changed`, `out-of-stock`, `no-service`, `unknown-postcode`.
 */
export async function chooseDelivery(shop: Shop, actor: Actor, input: ChooseDelivery): Promise<{ version: number; heldUntil: string }> {
  const cartId = shop.keys.open('cart', input.cartKey);
  if (!cartId) refuse('not-found');
  return inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    if (cart.state !== 'checkout') refuse(cart.state === 'active' ? 'details-missing' : 'cart-closed', cart.state);
    const choice = decide(await quotes(tx, shop, cart), input);

    const at = shop.now();
    const until = new Date(at.getTime() + HOLD_MS);
    const wanted = demandOf(choice).map((level) => ({ ...level, id: shop.newId() }));
    const version = await changeCart(tx, cartId, { delivery: choice, step: 'payment' }, at);
    const heldUntil = until.toISOString();
    record({ type: 'cart.delivery_chosen', topic: cartTopic(cartId), version, cartId, choice: choice.id, heldUntil });
    record(...(await reserveStock(tx, cartId, wanted, { at, until })));
    return { version, heldUntil };
  });
}

async function quotes(tx: Tx, shop: Shop, cart: CartView) {
  const at = shop.now();
  return quoteCart({ cart, ...(await quoteBasis(tx, cart)), holidays: shop.holidays(cart.country, at), at });
}

function decide(choices: ReturnType<typeof quoteCart>, input: ChooseDelivery) {
  const choice = choices.find((one) => one.id === input.choice);
  if (!choice) refuse('no-service');
  if (!choice.open) refuse(choice.reason);
  if (input.deliverUntil !== undefined && choice.deliverUntil > input.deliverUntil) refuse('promise-changed');
  const { open: _, ...kept } = choice;
  return kept;
}
