import { queueView } from '#db/queries/queue.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { joinQueue } from '#lib/commerce/stock/join-queue.server.ts';
import { leaveQueue } from '#lib/commerce/stock/leave-queue.server.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { Place, QueuePlace } from '../schemas/queue.ts';
import { Id, Nothing, OfCart } from '../schemas.ts';

const OfQueue = OfCart.extend({ variantId: Id });

export const queueEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/carts/{cartKey}/queues/{variantId}',
    operationId: 'readQueue',
    tag: 'carts',
    summary: 'How a cart stands in the queue for the last units',
    description: 'What others hold, until when the first of them does, and how many stand before this cart.',
    params: OfQueue,
    query: Place.partial(),
    status: 200,
    answer: QueuePlace,
    refusals: [],
    async run(shop, actor, { params: { cartKey, variantId }, query: { pickupNodeId = null } }) {
      const { cartId } = await openedCart(shop, actor, cartKey, 'view');
      const { inCart: _, ...view } = await queueView(shop.db, { variantId, nodeId: pickupNodeId, cartId, at: shop.now() });
      const until = view.mine && new Date(view.mine.until).toISOString();
      return { ...view, mine: view.mine && { ahead: 0, ...view.mine, until: until ?? '' } };
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/queues/{variantId}',
    operationId: 'joinQueue',
    tag: 'carts',
    summary: 'Stand in line for one of the last units',
    description:
      'While others hold all that is left. What comes free is held for this cart for ten minutes; then add it and order. Twice is once.',
    params: OfQueue,
    body: Place,
    status: 200,
    answer: Nothing,
    refusals: ['not-allowed', 'cart-closed', 'queue-closed', 'queues-full', 'too-many-requests'],
    example: { body: { pickupNodeId: null } },
    async run(shop, actor, { params: { cartKey, variantId }, body: { pickupNodeId }, from }) {
      await joinQueue(shop, actor, { cartKey, variantId, nodeId: pickupNodeId, address: from });
      return {};
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/carts/{cartKey}/queues/{variantId}',
    operationId: 'leaveQueue',
    tag: 'carts',
    summary: 'Leave the queue',
    description: 'A unit that is offered goes to the next in line.',
    params: OfQueue,
    status: 200,
    answer: Nothing,
    refusals: ['not-allowed'],
    async run(shop, actor, { params }) {
      await leaveQueue(shop, actor, params);
      return {};
    }
  })
];
