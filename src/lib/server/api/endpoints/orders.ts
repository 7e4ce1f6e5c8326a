import * as z from 'zod';
import { trackedOrder } from '#db/queries/tracking.ts';
import { chooseForParcel } from '#lib/commerce/parcel-choice/choose-for-parcel.server.ts';
import { readChoices } from '#lib/commerce/parcel-choice/read-choices.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '../../rate-limit.ts';
import { orderAnswer, outcomeAnswer } from '../answers/order.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { Choices, Chosen, Handle, Order, PaymentOutcome } from '../schemas/order.ts';
import { Id, OfOrder } from '../schemas.ts';

const Pay = z.strictObject({
  handle: Handle,
  method: z.enum(['upi', 'card']).optional().meta({ description: 'After a declined payment: pay the next one this way.' })
});

export const orderEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}',
    operationId: 'trackOrder',
    tag: 'orders',
    summary: 'Follow an order',
    description: 'Its parcels, every version of their promises, and the carrier’s scans.',
    params: OfOrder,
    status: 200,
    answer: Order,
    refusals: ['not-found', 'too-many-requests'],
    async run(shop, _, { params, origin, from }) {
      const id = shop.keys.open('order', params.orderKey);
      const order = id ? await trackedOrder(shop.db, id) : undefined;
      if (order) return orderAnswer(order, origin);
      // Whoever has the key may look as often as they like; only guesses are counted.
      await limited(shop, LIMITS.orderGuessByAddress, from);
      return refuse('not-found');
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/payments',
    operationId: 'payOrder',
    tag: 'orders',
    summary: 'Pay an order',
    description:
      'Asks the bank. `unknown` means that no answer came: send the same again later, nothing is taken twice. ' +
      '`action-required` means that the shopper must confirm at actionUrl; then follow the order. ' +
      'After `declined` send a new Idempotency-Key to try again, with `method` by another way.',
    params: OfOrder,
    body: Pay,
    status: 200,
    answer: PaymentOutcome,
    refusals: ['not-found', 'order-cancelled', 'in-progress', 'not-allowed'],
    once: true,
    limit: { rate: LIMITS.payByOrder, of: 'order' },
    example: { body: { handle: 'ok@mez' } },
    async run(shop, actor, { params, body, key, origin }) {
      const returnUrl = `/orders/${params.orderKey}`;
      const pay = async () => authorizePayment(shop, actor, { ...params, ...body, key, returnUrl });
      const outcome = await pay();
      if (outcome.outcome !== 'declined' || !outcome.earlier) return outcomeAnswer(outcome, origin);
      await retryPayment(shop, actor, { ...params, ...(body.method && { method: body.method }), key });
      return outcomeAnswer(await pay(), origin);
    }
  }),
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}/choices',
    operationId: 'readChoices',
    tag: 'orders',
    summary: 'What a shopper is asked',
    description: 'Parcels that no place fills as they were ordered, and how each can go on by what there is at this moment. Mostly empty.',
    params: OfOrder,
    status: 200,
    answer: Choices,
    refusals: ['not-found'],
    async run(shop, _, { params }) {
      const id = shop.keys.open('order', params.orderKey) ?? refuse('not-found');
      return { choices: await readChoices(shop, id) };
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/orders/{orderKey}/parcels/{parcelId}/choice',
    operationId: 'chooseForParcel',
    tag: 'orders',
    summary: 'Say how a parcel goes on',
    description: 'By the id of one of its ways, or `refund`. The same choice again is the same; nothing costs the shopper more.',
    params: OfOrder.extend({ parcelId: Id }),
    body: Chosen,
    status: 200,
    answer: Chosen,
    refusals: ['not-found', 'not-allowed', 'out-of-stock'],
    limit: { rate: LIMITS.wishByOrder, of: 'order' },
    example: { body: { way: 'collect:blr-indiranagar' } },
    async run(shop, actor, { params: { orderKey, parcelId }, body: { way } }) {
      await chooseForParcel(shop, actor, { orderKey, fulfilmentOrderId: parcelId, way });
      return { way };
    }
  })
];
