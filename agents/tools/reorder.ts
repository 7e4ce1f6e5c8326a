import * as z from 'zod';
import { openCartOf } from '#db/queries/cart-merges.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { orderAgain } from '#lib/commerce/cart/order-again.server.ts';
import { readAgain } from '#lib/commerce/cart/read-again.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { Order } from './arguments.ts';
import { groundOf, theirOrder } from './own-order.ts';
import { proposing } from './tool.ts';

export const reorderTool = proposing({
  name: 'reorder',
  about: 'Puts the things of an earlier order into the cart of an account, at the prices of today. Nothing is bought by it.',
  args: z.strictObject({ order: Order }),
  async propose(shop, asking, { order: name }) {
    const order = await theirOrder(shop, asking, name);
    // The cart of a guest is known to their browser alone.
    const cartId = asking.who.as === 'customer' ? await openCartOf(shop.db, asking.who.customerId) : refuse('sign-in-needed');
    const cartKey = cartId === undefined ? undefined : shop.keys.make('cart', cartId);
    const { lines, seal } = await readAgain(shop, { orderKey: shop.keys.make('order', order.id), cartKey });
    if (lines.every(({ units }) => units === 0)) refuse(lines[0]?.whyNot ?? 'nothing-asked');
    const things = lines.map(({ title, options, units, priceMinor, whyNot }) => ({ title, options, units, priceMinor, whyNot }));
    return {
      orderId: order.id,
      plan: { seal },
      effect: { kind: 'reorder', order: order.number, currency: order.currency, things },
      amountMinor: 0,
      currency: order.currency,
      policy: null,
      needsStaff: false,
      facts: [groundOf(order)]
    };
  },
  async perform(shop, actor, { id, orderId, plan }) {
    const { seal } = plan as { seal: string };
    const { cartKey } = await openCart(shop, actor);
    return orderAgain(shop, actor, { orderKey: shop.keys.make('order', orderId ?? refuse('not-found')), cartKey, seal, key: id });
  }
});
