import { askForReturn, type AskedLine } from '#lib/commerce/returns/ask-for-return.server.ts';
import { readExchangeChoices } from '#lib/commerce/returns/read-exchange-choices.server.ts';
import { readExchangePlan } from '#lib/commerce/returns/read-exchange-plan.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';
import type * as z from 'zod';
import { LIMITS } from '../../rate-limit.ts';
import { choicesAnswer, exchangeAnswer } from '../answers/exchange.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { paidMore, PAYING_NOES } from '../paid-more.ts';
import { PayMoreBy } from '../schemas/balance.ts';
import { openedOrder, refuseOtherPlaces } from '../of-order.ts';
import { AskExchange, ExchangeAsked, ExchangeChoices, ExchangePreviewed, LookedFor, PreviewExchange } from '../schemas/exchange.ts';
import { PaymentOutcome } from '../schemas/order.ts';
import { Id, OfOrder } from '../schemas.ts';

const perOrder = { rate: LIMITS.returnByOrder, of: 'order' } as const;
const UNIT = {
  fulfilmentLineId: '0190a7f4-7c00-7000-8000-000000000001',
  quantity: 1,
  reason: 'too-small',
  instead: { variantId: '0190a7f4-7c00-7000-8000-000000000002', unitPriceMinor: 49_000 }
} as const;

/** What is no whatever comes instead of a thing. */
const OF_THINGS: RefusalCode[] = [
  'not-found',
  'already-returning',
  'exchange-not-offered',
  'exchanges-used',
  'final-sale',
  'not-delivered',
  'window-over'
];
/** And what is by all that was chosen. */
const NOES: RefusalCode[] = [
  ...OF_THINGS,
  'method-not-offered',
  'more-than-came',
  'no-service',
  'not-paid-so',
  'out-of-stock',
  'photo-needed',
  'price-changed',
  'reason-not-taken',
  'refund-way-not-offered',
  'returns-used'
];

type Units = z.infer<typeof PreviewExchange>['units'];
const linesOf = (units: Units, words = ''): AskedLine[] =>
  units.map(({ instead, ...unit }) => ({ ...unit, words, detail: '', photoIds: [], exchange: instead ?? undefined }));

/** An exchange is a return of which something comes instead: it is followed, brought and ended as one. */
export const exchangeEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}/exchanges/choices',
    operationId: 'listExchangeChoices',
    tag: 'orders',
    summary: 'What may come instead of a thing',
    description: 'The same product in other makes first; of other products, where the policy says so, what the words find.',
    params: OfOrder,
    query: LookedFor,
    status: 200,
    answer: ExchangeChoices,
    refusals: OF_THINGS,
    async run(shop, _, { params, query }) {
      const offer = await readExchangeChoices(shop, { orderId: openedOrder(shop, params.orderKey), ...query });
      return choicesAnswer(offer, MARKET.currency);
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/exchanges/preview',
    operationId: 'previewExchange',
    tag: 'orders',
    summary: 'Ask what an exchange would do',
    description: 'Exactly: money, day and counter. The refusal names what is open instead.',
    params: OfOrder,
    body: PreviewExchange,
    status: 200,
    answer: ExchangePreviewed,
    refusals: NOES,
    again: 'Nothing is asked for by it.',
    limit: perOrder,
    example: { body: { units: [UNIT], method: 'store' } },
    async run(shop, _, { params, body: { units, ...how } }) {
      await refuseOtherPlaces(shop, how.dropNodeId);
      const asked = { orderId: openedOrder(shop, params.orderKey), lines: linesOf(units), ...how };
      return exchangeAnswer(await readExchangePlan(shop, asked));
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/exchanges',
    operationId: 'askForExchange',
    tag: 'orders',
    summary: 'Have another thing for it',
    description:
      'With the seal of the preview: when money would go otherwise by now, it is refused as `stale-version` and nothing is done. ' +
      'What comes instead is kept at once. Follow it with GET …/returns/{returnId}; DELETE there ends it.',
    params: OfOrder,
    body: AskExchange,
    status: 201,
    answer: ExchangeAsked,
    refusals: [...NOES, 'in-progress', 'stale-version'],
    once: true,
    limit: perOrder,
    example: { body: { units: [UNIT], method: 'store', seal: 'the seal of the preview' } },
    async run(shop, actor, { params, body: { units, words, ...how }, key }) {
      await refuseOtherPlaces(shop, how.dropNodeId);
      const asked = { orderId: openedOrder(shop, params.orderKey), lines: linesOf(units, words), ...how };
      return askForReturn(shop, actor, { ...asked, to: 'original', isKept: false, key });
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/returns/{returnId}/payments',
    operationId: 'payExchange',
    tag: 'orders',
    summary: 'Pay what an exchange costs more',
    description:
      'As what a change costs more. When it is paid the exchange goes on; after `declined` send a new Idempotency-Key to try again.',
    params: OfOrder.extend({ returnId: Id }),
    body: PayMoreBy,
    status: 200,
    answer: PaymentOutcome,
    refusals: PAYING_NOES,
    once: true,
    limit: { rate: LIMITS.payByOrder, of: 'order' },
    example: { body: { handle: 'ok@mez' } },
    async run(shop, actor, { params: { orderKey, returnId }, ...paying }) {
      return paidMore(shop, actor, { orderKey, changeId: returnId }, paying);
    }
  })
];
