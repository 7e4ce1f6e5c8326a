import { saveCartMove } from '#db/queries/cart-steps.ts';
import { quotedCart, type QuotedCart } from '#db/queries/delivery.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { HOLD_MS } from '../stores/market.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { demandOf, type DeliveryChoice } from './delivery-choice.ts';
import { quoteCart } from './quote.ts';

/** `deliverUntil` is the date that was shown beside the choice: one that got later since is refused, not slipped in. */
export type ChooseDelivery = { cartKey: string; choice: string; deliverUntil?: string };

/**
 * Quotes again, keeps the plan with the cart and holds its goods for twenty minutes. One read, the decision, one write.
 * Refuses `not-found`, `cart-closed`, `details-missing`, `promise-changed`, `out-of-stock`, `no-service`, `unknown-postcode`.
 */
export async function chooseDelivery(shop: Shop, actor: Actor, input: ChooseDelivery): Promise<{ version: number; heldUntil: string }> {
  const { cartId } = await openedCart(shop, actor, input.cartKey, 'buy');
  const answer = await untilUnchanged(async () => {
    const quoted = await quotedCart(shop.db, cartId);
    if (!quoted) refuse('not-found');
    const { cart } = quoted;
    if (cart.state !== 'checkout') refuse(cart.state === 'active' ? 'details-missing' : 'cart-closed', cart.state);
    const at = shop.now();
    const delivery = decide(quotes(shop, quoted, at), input);

    const until = new Date(at.getTime() + HOLD_MS);
    const wanted = demandOf(delivery).map((level) => ({ ...level, id: shop.newId() }));
    const [version, heldUntil] = [cart.version + 1, until.toISOString()];
    const chosen = { type: 'cart.delivery_chosen', topic: cartTopic(cartId), version, cartId, choice: delivery.id, heldUntil } as const;
    const move = { cart, change: { delivery, step: 'payment' as const }, events: [chosen], holds: { wanted, until } };
    return (await saveCartMove(shop.db, move, { actor, at })) ? { version, heldUntil } : undefined;
  });
  shop.outbox.wake();
  return answer;
}

const quotes = (shop: Shop, quoted: QuotedCart, at: Date) => quoteCart({ ...quoted, holidays: shop.holidays(quoted.cart.country, at), at });

function decide(choices: ReturnType<typeof quoteCart>, input: ChooseDelivery): DeliveryChoice {
  const choice = choices.find((one) => one.id === input.choice);
  if (!choice) refuse('no-service');
  if (!choice.open) refuse(choice.reason);
  if (input.deliverUntil !== undefined && choice.deliverUntil > input.deliverUntil) refuse('promise-changed');
  const { open: _, ...kept } = choice;
  return kept;
}
