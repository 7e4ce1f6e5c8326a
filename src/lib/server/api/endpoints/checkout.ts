import * as z from 'zod';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { quotedCart } from '#db/queries/delivery.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { quoteCart } from '#lib/commerce/cart/quote.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS } from '../../rate-limit.ts';
import { wayAnswer } from '../answers/cart.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { knownPostcode } from '../known-postcode.ts';
import { Address, Contact, Way } from '../schemas/cart.ts';
import { PayMethod, Placed } from '../schemas/order.ts';
import { Changed, GivenTime, Minor, OfCart, Time, Version } from '../schemas.ts';

const perCart = { rate: LIMITS.checkoutByCart, of: 'cart' } as const;

export const checkoutEndpoints: Endpoint[] = [
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/details',
    operationId: 'giveDetails',
    tag: 'checkout',
    summary: 'Say who buys and where it goes',
    description: 'Begins the checkout. The address may be left out when everything is collected.',
    params: OfCart,
    body: z.strictObject({ contact: Contact, address: Address.nullable().optional(), note: z.string().max(500).optional() }),
    status: 200,
    answer: Changed,
    refusals: ['not-found', 'not-allowed', 'cart-closed', 'cart-empty', 'details-missing', 'unknown-postcode'],
    example: {
      body: {
        contact: { email: 'rhea@example.com', name: 'Rhea Pinto', phone: '+91 98 0000 0000' },
        address: { line1: '12 Example Street', city: 'Bengaluru', state: 'Karnataka', postcode: '560038', country: 'IN' }
      }
    },
    async run(shop, actor, { params, body: { contact, address = null, note } }) {
      const known = address?.country === MARKET.country ? (await knownPostcode(shop, address.postcode)).code : address?.postcode;
      const there = address && { ...address, postcode: known ?? address.postcode };
      return giveDetails(shop, actor, { ...params, contact, address: there, ...(note !== undefined && { note }) });
    }
  }),
  endpoint({
    method: 'GET',
    path: '/carts/{cartKey}/quotes',
    operationId: 'quoteCart',
    tag: 'checkout',
    summary: 'Ask when and how it can be had',
    description: 'Each way with its window, parcels and cost, or with the reason why it is closed.',
    params: OfCart,
    status: 200,
    answer: z.object({ at: Time, ways: z.array(Way) }),
    refusals: ['not-found', 'not-allowed'],
    async run(shop, actor, { params }) {
      const { cartId } = await openedCart(shop, actor, params.cartKey, 'buy');
      const quoted = await quotedCart(shop.db, cartId);
      if (!quoted) refuse('not-found');
      const at = shop.now();
      const ways = quoteCart({ ...quoted, holidays: shop.holidays(quoted.cart.country, at), at });
      return { at: at.toISOString(), ways: ways.map(wayAnswer) };
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/delivery',
    operationId: 'chooseDelivery',
    tag: 'checkout',
    summary: 'Choose one of the ways',
    description:
      'Quotes again and keeps the goods for twenty minutes. With deliverUntil, a date that got later than the one that was shown is refused.',
    params: OfCart,
    body: z.strictObject({ choice: z.string().min(1).max(200), deliverUntil: GivenTime.optional() }),
    status: 200,
    answer: z.object({ version: Version, heldUntil: Time }),
    refusals: ['not-found', 'cart-closed', 'details-missing', 'promise-changed', 'out-of-stock', 'no-service', 'unknown-postcode'],
    limit: perCart,
    example: { body: { choice: 'standard' } },
    run: async (shop, actor, { params, body: { choice, deliverUntil } }) =>
      chooseDelivery(shop, actor, {
        ...params,
        choice,
        ...(deliverUntil !== undefined && { deliverUntil: new Date(deliverUntil).toISOString() })
      })
  }),
  endpoint({
    method: 'POST',
    path: '/carts/{cartKey}/order',
    operationId: 'placeOrder',
    tag: 'checkout',
    summary: 'Place the order',
    description:
      'The cart as it was seen (its version) becomes an order, once. With gift cards or credit in it, the restMinor that was read is sent along. Pay it with POST /orders/{orderKey}/payments.',
    params: OfCart,
    body: z.strictObject({
      version: Version,
      method: PayMethod,
      restMinor: Minor.optional().meta({ description: 'What is left to pay beside gift cards and credit, as it was read.' })
    }),
    status: 201,
    answer: Placed,
    refusals: [
      'not-found',
      'cart-changed',
      'cart-closed',
      'cart-empty',
      'not-for-sale',
      'price-changed',
      'details-missing',
      'delivery-not-chosen',
      'promise-changed',
      'not-allowed',
      'out-of-stock',
      'balance-changed'
    ],
    once: true,
    limit: perCart,
    example: { body: { version: 4, method: 'upi' } },
    run: async (shop, actor, { params, body, key }) => placeOrder(shop, actor, { ...params, ...body, key })
  })
];
