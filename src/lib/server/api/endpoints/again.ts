import { orderAgain } from '#lib/commerce/cart/order-again.server.ts';
import type { AgainLine } from '#lib/commerce/cart/plan-again.ts';
import { readAgain } from '#lib/commerce/cart/read-again.server.ts';
import { wordsFor } from '#lib/commerce/policies/policy-words.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS } from '../../rate-limit.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { AgainInto, AgainPreviewed, OrderAgain, OrderedAgain } from '../schemas/again.ts';
import { OfOrder } from '../schemas.ts';

const perOrder = { rate: LIMITS.wishByOrder, of: 'order' } as const;

function lineAnswer({ variantId, pickupNodeId, title, options, quantity, units, paidMinor, priceMinor, whyNot }: AgainLine) {
  const no = whyNot && { code: whyNot, words: wordsFor(whyNot) };
  return { variantId, pickupNodeId, title, options, quantity, units, paidMinor, priceMinor, whyNot: no };
}

export const againEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/again/preview',
    operationId: 'previewAgain',
    tag: 'orders',
    summary: 'Ask what ordering it again would put into a cart',
    description: 'As many of each thing as there are, at the prices of today.',
    params: OfOrder,
    body: AgainInto,
    status: 200,
    answer: AgainPreviewed,
    refusals: ['not-found'],
    again: 'Nothing is put anywhere by it.',
    limit: perOrder,
    example: { body: { cartKey: null } },
    async run(shop, _, { params: { orderKey }, body: { cartKey } }) {
      if (cartKey !== null && !shop.keys.open('cart', cartKey)) refuse('not-found');
      const { lines, seal } = await readAgain(shop, { orderKey, cartKey: cartKey ?? undefined });
      return { lines: lines.map(lineAnswer), seal };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/again',
    operationId: 'orderAgain',
    tag: 'orders',
    summary: 'Put the things of an order into a cart again',
    description:
      'With the seal of the preview: when it would put in something else by now, it is refused as `stale-version`. Nothing is bought by it: ' +
      'order the cart as any other.',
    params: OfOrder,
    body: OrderAgain,
    status: 201,
    answer: OrderedAgain,
    refusals: ['not-found', 'not-allowed', 'cart-closed', 'nothing-asked', 'stale-version'],
    once: true,
    limit: perOrder,
    example: { body: { cartKey: 'k'.repeat(43), seal: 'the seal of the preview' } },
    run: async (shop, actor, { params: { orderKey }, body, key }) => orderAgain(shop, actor, { orderKey, ...body, key })
  })
];
