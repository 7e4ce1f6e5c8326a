import * as z from 'zod';
import { returnsOfOrder, trackedReturn } from '#db/queries/tracked-returns.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { readReturnable, readReturnOffer, type ReturnOffer } from '#lib/commerce/returns/read-returnable.server.ts';
import { refuse, Refusal, type RefusalCode } from '#lib/kernel/refusal.ts';
import { LIMITS } from '../../rate-limit.ts';
import type { Shop } from '../../shop.ts';
import { returnAnswer, thingAnswer } from '../answers/return.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { AskReturn, DropOff, Return, ReturnAsked, ReturnQuote, Returns, ReturnUnits } from '../schemas/return.ts';
import { openedOrder, refuseOtherPlaces } from '../of-order.ts';
import { Id, OfOrder } from '../schemas.ts';

const OfReturn = OfOrder.extend({ returnId: Id });
const perOrder = { rate: LIMITS.returnByOrder, of: 'order' } as const;
const UNIT = { fulfilmentLineId: '0190a7f4-7c00-7000-8000-000000000001', quantity: 1, reason: 'too-small' };

/** What is no by the things alone, however they come back. */
const NOES: RefusalCode[] = [
  'not-found',
  'already-returning',
  'final-sale',
  'more-than-came',
  'not-delivered',
  'reason-not-taken',
  'returns-used',
  'window-over'
];

async function readOne(shop: Shop, { orderKey, returnId }: { orderKey: string; returnId: string }, origin: string) {
  const found = (await trackedReturn(shop.db, { orderId: openedOrder(shop, orderKey), returnId })) ?? refuse('not-found');
  return returnAnswer(found, { orderKey, origin, now: shop.now() });
}

/** What is given back for money; what comes instead is chosen and shown by the exchange's own. */
function quoteAnswer(offer: ReturnOffer) {
  const { arrival: _, payWays: __, methods, ...rest } = offer;
  return { ...rest, methods: methods.map(({ method, feeMinor }) => ({ method, feeMinor })) };
}

export const returnEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}/returns',
    operationId: 'listReturns',
    tag: 'orders',
    summary: 'What can be given back, and what is',
    params: OfOrder,
    status: 200,
    answer: Returns,
    refusals: ['not-found'],
    async run(shop, _, { params: { orderKey }, origin }) {
      const orderId = openedOrder(shop, orderKey);
      const [things, returns] = await Promise.all([readReturnable(shop, orderId), returnsOfOrder(shop.db, orderId)]);
      const at = { orderKey, origin, now: shop.now() };
      return { things: things.map(thingAnswer), returns: returns.map((one) => returnAnswer(one, at)) };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/returns/quote',
    operationId: 'quoteReturn',
    tag: 'orders',
    summary: 'Ask how things come back, and for what',
    description: 'Each way with its cost, where the money can go, by when it is there, and the stores nearby.',
    params: OfOrder,
    body: z.strictObject({ units: ReturnUnits }),
    status: 200,
    answer: ReturnQuote,
    refusals: NOES,
    again: 'Nothing is asked for by it.',
    example: { body: { units: [UNIT] } },
    async run(shop, _, { params, body: { units } }) {
      const offered = await readReturnOffer(shop, openedOrder(shop, params.orderKey), units);
      if ('offer' in offered) return quoteAnswer(offered.offer);
      const { code, detail, open } = offered.no;
      throw new Refusal(code, detail, { open });
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/returns',
    operationId: 'askForReturn',
    tag: 'orders',
    summary: 'Give something back',
    description: 'One of the ways of the quote. What a rule says yes to is approved at once; the rest waits for a person.',
    params: OfOrder,
    body: AskReturn,
    status: 201,
    answer: ReturnAsked,
    refusals: [...NOES, 'keep-not-offered', 'method-not-offered', 'photo-needed', 'refund-way-not-offered'],
    once: true,
    limit: perOrder,
    example: { body: { units: [UNIT], method: 'store', to: 'original' } },
    async run(shop, actor, { params, body: { units, words, ...how }, key }) {
      const orderId = openedOrder(shop, params.orderKey);
      await refuseOtherPlaces(shop, how.dropNodeId);
      const lines = units.map((unit) => ({ ...unit, words, detail: '', photoIds: [] }));
      const { returnId, number } = await askForReturn(shop, actor, { orderId, lines, ...how, key });
      return { returnId, number };
    }
  }),
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}/returns/{returnId}',
    operationId: 'readReturn',
    tag: 'orders',
    summary: 'Follow a return and its money',
    params: OfReturn,
    status: 200,
    answer: Return,
    refusals: ['not-found'],
    run: async (shop, _, { params, origin }) => readOne(shop, params, origin)
  }),
  endpoint({
    method: 'PUT',
    path: '/orders/{orderKey}/returns/{returnId}/drop-off',
    operationId: 'chooseDropOff',
    tag: 'orders',
    summary: 'Bring it to a store instead',
    description: 'Or to another one; its label is void then. Null is any store of ours.',
    params: OfReturn,
    body: DropOff,
    status: 200,
    answer: Return,
    refusals: ['not-found', 'not-allowed', 'method-not-offered'],
    limit: perOrder,
    example: { body: { nodeId: 'blr-indiranagar' } },
    async run(shop, actor, { params, body: { nodeId }, origin }) {
      await refuseOtherPlaces(shop, nodeId);
      await chooseDropOff(shop, actor, { orderId: openedOrder(shop, params.orderKey), returnId: params.returnId, nodeId });
      return readOne(shop, params, origin);
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/orders/{orderKey}/returns/{returnId}',
    operationId: 'cancelReturn',
    tag: 'orders',
    summary: 'Keep it after all',
    params: OfReturn,
    status: 200,
    answer: Return,
    refusals: ['not-found', 'not-allowed'],
    limit: perOrder,
    async run(shop, actor, { params, origin }) {
      await cancelReturn(shop, actor, { orderId: openedOrder(shop, params.orderKey), returnId: params.returnId });
      return readOne(shop, params, origin);
    }
  })
];
