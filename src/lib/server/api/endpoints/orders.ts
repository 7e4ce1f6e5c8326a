import * as z from 'zod';
import { findOrder } from '#db/queries/orders.ts';
import { newestPayment } from '#db/queries/payments.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { orderAnswer } from '../answers.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { Order, OrderKey } from '../schemas.ts';

const OfOrder = z.object({ orderKey: OrderKey });

export const orderEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}',
    operationId: 'trackOrder',
    tag: 'orders',
    summary: 'Follow an order',
    description: 'Parcels, every version of their promises, and the carrier’s scans.',
    params: OfOrder,
    status: 200,
    answer: Order,
    refusals: ['not-found'],
    async run(shop, _, { params }) {
      const id = shop.keys.open('order', params.orderKey);
      const order = id ? await trackedOrder(shop.db, id) : undefined;
      if (!order) refuse('not-found');
      return orderAnswer(order);
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/payments',
    operationId: 'payOrder',
    tag: 'orders',
    summary: 'Pay an order',
    description:
      'Asks the bank. `unknown` means that no answer came: ask again later with the same key, nothing is taken twice. ' +
      'After `declined` send a new Idempotency-Key to try again; with `method` by another way.',
    params: OfOrder,
    body: z.strictObject({
      handle: z.string().trim().min(1, 'give the UPI address or the card number').max(100),
      method: z.enum(['upi', 'card']).optional()
    }),
    status: 200,
    answer: z.object({
      outcome: z.enum(['captured', 'declined', 'action-required', 'unknown', 'not-asked', 'cash']),
      reason: z.string().optional(),
      actionUrl: z.string().optional()
    }),
    refusals: ['not-found', 'order-cancelled', 'in-progress', 'not-allowed', 'key-reused'],
    once: true,
    example: { body: { handle: 'ok@mez' } },
    async run(shop, actor, { params, body, key }) {
      const id = shop.keys.open('order', params.orderKey);
      const order = id ? await findOrder(shop.db, id) : undefined;
      if (!id || !order) refuse('not-found');
      const last = await newestPayment(shop.db, id);
      // The same key again must ask about the same payment, so only a new key may begin another.
      if (last?.state === 'declined') await retryPayment(shop, actor, { ...params, method: body.method ?? asBank(last.method), key });
      return authorizePayment(shop, actor, { ...params, handle: body.handle });
    }
  })
];

const asBank = (method: string): 'upi' | 'card' => (method === 'card' ? 'card' : 'upi');
