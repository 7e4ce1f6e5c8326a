import { createHash } from 'node:crypto';
import * as z from 'zod';
import { cartView } from '#db/queries/carts.ts';
import { acceptCartPrices } from '#lib/commerce/cart/accept-cart-prices.server.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { Operations } from '#lib/commerce/cart/operations-schema.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { cartAnswer, forOthers } from '../answers/cart.ts';
import { endpoint, keyIfAny, type Endpoint } from '../endpoint.ts';
import { knownPostcode } from '../known-postcode.ts';
import { Cart } from '../schemas/cart.ts';
import { FollowedCart, Outcome } from '../schemas/operations.ts';
import { CartKey, Changed, Id, NodeId, Nothing, OfCart, Postcode, Quantity, Units, Version } from '../schemas.ts';

const OfLine = OfCart.extend({ lineId: Id });

export const cartEndpoints: Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/carts',
    operationId: 'openCart',
    tag: 'carts',
    summary: 'Open an empty cart',
    description:
      'Its key is the only way in, and whoever repeats the request with the same Idempotency-Key from the same address gets it: ' +
      'make that key from a good source of randomness, such as a UUID.',
    params: Nothing,
    body: z.strictObject({ postcode: Postcode.optional() }),
    status: 201,
    answer: z.object({ cartId: Id, cartKey: CartKey, version: Version }),
    refusals: ['unknown-postcode'],
    once: true,
    example: { body: { postcode: '560038' } },
    async run(shop, actor, { body, key, from }) {
      const postcode = body.postcode === undefined ? null : (await knownPostcode(shop, body.postcode)).code;
      // Nobody has proved anything yet: keys of callers at different addresses are different keys.
      return openCart(shop, actor, { postcode, key: createHash('sha256').update(`${from} ${key}`).digest('base64url') });
    }
  }),
  endpoint({
    method: 'GET',
    path: '/carts/{cartKey}',
    operationId: 'readCart',
    tag: 'carts',
    summary: 'Read a cart',
    description: 'With today’s price and stock beside each line.',
    params: OfCart,
    status: 200,
    answer: Cart,
    refusals: ['not-found'],
    async run(shop, actor, { params }) {
      const { cartId, grant } = await openedCart(shop, actor, params.cartKey, 'view');
      const cart = await cartView(shop.db, cartId);
      if (!cart) refuse('not-found');
      return cartAnswer(grant?.kind === 'share' ? forOthers(cart) : cart);
    }
  }),
  endpoint({
    method: 'POST',
    path: '/carts/{cartKey}/lines',
    operationId: 'addToCart',
    tag: 'carts',
    summary: 'Put something into a cart',
    description: 'Adds to the line that is there. With pickupNodeId it will be collected at that store, else brought.',
    params: OfCart,
    body: z.strictObject({ variantId: Id, quantity: Quantity, pickupNodeId: NodeId.nullable().optional() }),
    status: 201,
    answer: z.object({ lineId: Id, quantity: Units, version: Version }),
    refusals: [
      'not-found',
      'not-allowed',
      'cart-closed',
      'not-for-sale',
      'no-pickup-there',
      'too-many',
      'out-of-stock',
      'not-enough-stock',
      'cart-full'
    ],
    once: true,
    example: { body: { variantId: '0199f0a0-0000-7000-8000-000000000001', quantity: 2 } },
    run: async (shop, actor, { params, body, key }) =>
      addToCart(shop, actor, { ...params, ...body, pickupNodeId: body.pickupNodeId ?? null, key })
  }),
  endpoint({
    method: 'POST',
    path: '/carts/{cartKey}/operations',
    operationId: 'applyOperations',
    tag: 'carts',
    summary: 'Apply changes that were made elsewhere',
    description:
      'For a device that changes a cart together with others, or while it is offline. Quantities are relative, so what several devices ' +
      'do adds up. Each operation is decided on its own, in order.',
    again: 'Each counts once by its id: send it again until it is answered.',
    keyed: 'command',
    params: OfCart,
    body: z.strictObject({ operations: Operations }),
    status: 200,
    answer: z.object({ cart: FollowedCart, outcomes: z.array(Outcome) }),
    refusals: ['not-found', 'not-allowed'],
    example: {
      body: {
        operations: [
          {
            id: '0199f0a0-0000-7000-8000-0000000000a1',
            baseVersion: 3,
            madeAt: '2026-11-25T05:00:00Z',
            kind: 'add',
            variantId: '0199f0a0-0000-7000-8000-000000000001',
            pickupNodeId: null,
            quantity: 2
          }
        ]
      }
    },
    run: async (shop, actor, { params, body, key }) => applyOperations(shop, actor, { ...params, ...body, key: keyIfAny(key) })
  }),
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/lines/{lineId}',
    operationId: 'changeCartLine',
    tag: 'carts',
    summary: 'Set how many of a line',
    params: OfLine,
    body: z.strictObject({ quantity: Quantity }),
    status: 200,
    answer: Changed,
    refusals: ['not-found', 'not-allowed', 'cart-closed', 'out-of-stock', 'not-enough-stock'],
    example: { body: { quantity: 3 } },
    run: async (shop, actor, { params, body }) => changeCartLine(shop, actor, { ...params, ...body })
  }),
  endpoint({
    method: 'DELETE',
    path: '/carts/{cartKey}/lines/{lineId}',
    operationId: 'removeCartLine',
    tag: 'carts',
    summary: 'Take a line out',
    params: OfLine,
    status: 200,
    answer: Changed,
    refusals: ['not-found', 'not-allowed', 'cart-closed'],
    run: async (shop, actor, { params }) => changeCartLine(shop, actor, { ...params, quantity: 0 })
  }),
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/prices',
    operationId: 'acceptCartPrices',
    tag: 'carts',
    summary: 'Go on at what the things cost now',
    description: 'After price-changed: the shopper has read the new prices.',
    params: OfCart,
    status: 200,
    answer: Changed,
    refusals: ['not-found', 'not-allowed', 'cart-closed'],
    run: async (shop, actor, { params }) => acceptCartPrices(shop, actor, params)
  })
];
