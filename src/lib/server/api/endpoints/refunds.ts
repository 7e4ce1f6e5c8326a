import { trackedOrder } from '#db/queries/tracking.ts';
import { redirectRefund } from '#lib/commerce/payments/redirect-refund.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS } from '../../rate-limit.ts';
import type { Shop } from '../../shop.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { openedOrder } from '../of-order.ts';
import { OtherWay, Refunds } from '../schemas/refund.ts';
import { Id, OfOrder } from '../schemas.ts';

async function readAll(shop: Shop, orderKey: string) {
  const { refunds } = (await trackedOrder(shop.db, openedOrder(shop, orderKey))) ?? refuse('not-found');
  return { refunds: refunds.map(({ id, amountMinor, how, state, isRefused }) => ({ id, amountMinor, how, state, isRefused })) };
}

export const refundEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}/refunds',
    operationId: 'listRefunds',
    tag: 'orders',
    summary: 'What goes back of an order',
    params: OfOrder,
    status: 200,
    answer: Refunds,
    refusals: ['not-found'],
    run: async (shop, _, { params }) => readAll(shop, params.orderKey)
  }),
  endpoint({
    method: 'PUT',
    path: '/orders/{orderKey}/refunds/{refundId}',
    operationId: 'redirectRefund',
    tag: 'orders',
    summary: 'Have as store credit what the bank did not take back',
    description: 'Only what is refused goes another way.',
    params: OfOrder.extend({ refundId: Id }),
    body: OtherWay,
    status: 200,
    answer: Refunds,
    refusals: ['not-found', 'not-allowed'],
    limit: { rate: LIMITS.returnByOrder, of: 'order' },
    example: { body: { how: 'store-credit' } },
    async run(shop, actor, { params: { orderKey, refundId }, body: { how } }) {
      await redirectRefund(shop, actor, { orderKey, refundId, how });
      return readAll(shop, orderKey);
    }
  })
];
