import { changesOf } from '#db/queries/order-changes.ts';
import { orderFacts } from '#db/queries/order-facts.ts';
import { swapChoices } from '#db/queries/swap-facts.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { Wish } from '#lib/commerce/order-change/wish-schema.ts';
import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';
import { LIMITS } from '../../rate-limit.ts';
import { changesAnswer, effectAnswer } from '../answers/change.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { paidMore, PAYING_NOES } from '../paid-more.ts';
import { PayMoreBy } from '../schemas/balance.ts';
import { ChangeMade, Changes, ChangeUndone, MakeChange, Previewed } from '../schemas/change.ts';
import { PaymentOutcome } from '../schemas/order.ts';
import { Id, OfOrder } from '../schemas.ts';

const OfChange = OfOrder.extend({ changeId: Id });
const perOrder = { rate: LIMITS.wishByOrder, of: 'order' } as const;
const NOTE = { kind: 'note', note: 'Ring twice.' } as const;

/** Why a change is not possible: the codes of the policy and of the shop. */
const NOES: RefusalCode[] = [
  'not-found',
  'already-begun',
  'already-ended',
  'changed-before',
  'in-progress',
  'item-changes-used',
  'method-not-offered',
  'no-service',
  'not-allowed',
  'not-paid-so',
  'not-same-product',
  'nothing-brought',
  'out-of-stock',
  'reason-not-taken',
  'unknown-postcode'
];

export const changeEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/orders/{orderKey}/changes',
    operationId: 'listChanges',
    tag: 'orders',
    summary: 'What was changed of an order, and what can be',
    params: OfOrder,
    status: 200,
    answer: Changes,
    refusals: ['not-found'],
    async run(shop, _, { params }) {
      const id = shop.keys.open('order', params.orderKey) ?? refuse('not-found');
      const facts = (await orderFacts(shop.db, id)) ?? refuse('not-found');
      return changesAnswer({ facts, changes: await changesOf(shop.db, id), choices: await swapChoices(shop.db, id) });
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/changes/preview',
    operationId: 'previewChange',
    tag: 'orders',
    summary: 'Ask what a change would do',
    description: 'Exactly: money, dates, shelves, and whether it can be taken back. The refusal names what is open instead.',
    params: OfOrder,
    body: Wish,
    status: 200,
    answer: Previewed,
    refusals: NOES,
    again: 'Nothing is changed, however often it is asked.',
    limit: perOrder,
    example: { body: { kind: 'cancel', units: null, reason: 'changed-mind' } },
    async run(shop, _, { params: { orderKey }, body: wish }) {
      const { effect, seal } = await readChange(shop, { orderKey, wish });
      return { effect: effectAnswer(effect), seal };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/changes',
    operationId: 'makeChange',
    tag: 'orders',
    summary: 'Change an order as it was shown',
    description:
      'With the seal of the preview: when it would do something else by now, it is refused as `stale-version` and nothing is done.',
    params: OfOrder,
    body: MakeChange,
    status: 201,
    answer: ChangeMade,
    refusals: [...NOES, 'stale-version'],
    once: true,
    limit: perOrder,
    example: { body: { change: NOTE, seal: 'the seal of the preview' } },
    run: async (shop, actor, { params, body: { change: wish, seal }, key }) => changeOrder(shop, actor, { ...params, wish, seal, key })
  }),
  endpoint({
    method: 'POST',
    path: '/orders/{orderKey}/changes/{changeId}/payments',
    operationId: 'payChange',
    tag: 'orders',
    summary: 'Pay what a change costs more',
    description:
      'By a bank as an order is paid, or by the code of a gift card or credit as far as the policy lets it. When it is paid the change is made; after `declined` ' +
      'send a new Idempotency-Key to try again.',
    params: OfChange,
    body: PayMoreBy,
    status: 200,
    answer: PaymentOutcome,
    refusals: [...PAYING_NOES, 'order-cancelled'],
    once: true,
    limit: { rate: LIMITS.payByOrder, of: 'order' },
    example: { body: { handle: 'ok@mez' } },
    run: async (shop, actor, { params, ...paying }) => paidMore(shop, actor, params, paying)
  }),
  endpoint({
    method: 'DELETE',
    path: '/orders/{orderKey}/changes/{changeId}',
    operationId: 'undoChange',
    tag: 'orders',
    summary: 'Take a change back',
    description: 'All is as it was, until its undoUntil and as long as nobody has begun with it. Taken back twice is taken back once.',
    params: OfChange,
    status: 200,
    answer: ChangeUndone,
    refusals: ['not-found', 'not-allowed', 'out-of-stock', 'in-progress'],
    limit: perOrder,
    async run(shop, actor, { params }) {
      await undoChange(shop, actor, params);
      return { changeId: params.changeId };
    }
  })
];
