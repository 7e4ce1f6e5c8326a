import * as z from 'zod';
import { cartView } from '#db/queries/carts.ts';
import { freeLevels, networkNodes, positionOf } from '#db/queries/delivery.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { quoteCart } from '#lib/commerce/cart/quote.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { Address, CartKey, Contact, Id, Minor, OrderKey, PlannedParcel, Time, Version } from '../schemas.ts';

const OfCart = z.object({ cartKey: CartKey });

const Way = z.discriminatedUnion('open', [
  z.object({
    open: z.literal(true),
    id: z.string(),
    costMinor: Minor,
    deliverFrom: Time,
    deliverUntil: Time,
    parcels: z.array(PlannedParcel)
  }),
  z.object({ open: z.literal(false), id: z.string(), reason: z.enum(['out-of-stock', 'unknown-postcode', 'no-service']) })
]);

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
    answer: z.object({ version: Version }),
    refusals: ['not-found', 'cart-closed', 'cart-empty', 'details-missing'],
    example: {
      body: {
        contact: { email: 'rhea@example.com', name: 'Rhea Pinto', phone: '+91 98 0000 0000' },
        address: { line1: '12 Example Street', city: 'Bengaluru', state: 'Karnataka', postcode: '560038', country: 'IN' }
      }
    },
    run: async (shop, actor, { params, body }) =>
      giveDetails(shop, actor, {
        cartKey: params.cartKey,
        contact: body.contact,
        address: body.address ?? null,
        ...(body.note !== undefined && { note: body.note })
      })
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
    refusals: ['not-found'],
    async run(shop, _, { params }) {
      const id = shop.keys.open('cart', params.cartKey);
      const cart = id ? await cartView(shop.db, id) : undefined;
      if (!cart) refuse('not-found');
      const at = shop.now();
      const [nodes, levels, position] = await Promise.all([
        networkNodes(shop.db),
        freeLevels(
          shop.db,
          cart.lines.map((line) => line.variantId),
          cart.id
        ),
        cart.postcode ? positionOf(shop.db, cart.country, cart.postcode) : undefined
      ]);
      const ways = quoteCart({ cart, nodes, levels, position, holidays: shop.holidays(cart.country, at), at });
      return { at: at.toISOString(), ways };
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/delivery',
    operationId: 'chooseDelivery',
    tag: 'checkout',
    summary: 'Choose one of the ways',
    description: 'Quotes again and holds the goods for twenty minutes. A date that got later than deliverUntil is refused.',
    params: OfCart,
    body: z.strictObject({ choice: z.string().max(40), deliverUntil: Time.optional() }),
    status: 200,
    answer: z.object({ version: Version, heldUntil: Time }),
    refusals: ['not-found', 'cart-closed', 'details-missing', 'promise-changed', 'out-of-stock', 'no-service', 'unknown-postcode'],
    example: { body: { choice: 'standard' } },
    run: async (shop, actor, { params, body }) =>
      chooseDelivery(shop, actor, {
        cartKey: params.cartKey,
        choice: body.choice,
        ...(body.deliverUntil !== undefined && { deliverUntil: body.deliverUntil })
      })
  }),
  endpoint({
    method: 'POST',
    path: '/carts/{cartKey}/order',
    operationId: 'placeOrder',
    tag: 'checkout',
    summary: 'Place the order',
    description: 'The cart as it was seen (its version) becomes an order, once. Pay it with POST /orders/{orderKey}/payments.',
    params: OfCart,
    body: z.strictObject({ version: Version, method: z.enum(['upi', 'card', 'cash_on_delivery', 'pay_in_store']) }),
    status: 201,
    answer: z.object({ orderId: Id, orderKey: OrderKey, number: z.string() }),
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
      'key-reused'
    ],
    once: true,
    example: { body: { version: 4, method: 'upi' } },
    run: async (shop, actor, { params, body, key }) => placeOrder(shop, actor, { ...params, ...body, key })
  })
];
