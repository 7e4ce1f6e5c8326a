import * as z from 'zod';
import { returnableOrder } from '#db/queries/returnable.ts';
import { askForReturn, type AskedLine, type AskForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { readExchangePlan, type PlannedExchange } from '#lib/commerce/returns/read-exchange-plan.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { Needed, Order } from './arguments.ts';
import { coming, nameOf, sentLine, storeCalled, way } from './coming-back.ts';
import { insteadCalled, spokenOf } from './instead-called.ts';
import { groundOf, theirOrder } from './own-order.ts';
import { proposing } from './tool.ts';

const Exchanged = z.strictObject({
  ...coming,
  to: Needed(200).describe('What comes instead, as many as come back: its options, its SKU, its id or its name.')
});

export const startExchangeTool = proposing({
  name: 'start_exchange',
  about:
    'Exchanges things that have come for another make, or for another product where the policy lets it. What costs more is paid after it.',
  args: z.strictObject({
    order: Order,
    items: z.array(Exchanged).min(1).max(20),
    ...way,
    payBy: z.enum(['upi', 'card']).default('upi').describe('What a difference would be paid with.')
  }),
  async propose(shop, asking, { order: name, items, method, store, payBy }) {
    const order = await theirOrder(shop, asking, name);
    const of = (await returnableOrder(shop.db, order.id)) ?? refuse('not-found');
    const lines: AskedLine[] = [];
    const instead = [];
    for (const { item, to, ...asked } of items) {
      // oxlint-disable-next-line no-await-in-loop -- a handful of things, and the first that is not there ends it
      const sent = await sentLine(shop, { of, orderId: order.id }, { item, quantity: asked.quantity });
      const { fulfilmentLineId } = sent;
      // oxlint-disable-next-line no-await-in-loop -- as above
      const make = await insteadCalled(shop, { orderId: order.id, fulfilmentLineId }, to);
      const { variantId, unitPriceMinor } = make;
      lines.push({ ...asked, detail: '', fulfilmentLineId, exchange: { variantId, unitPriceMinor } });
      instead.push({ item: nameOf(sent), quantity: asked.quantity, reason: asked.reason, to: spokenOf(make), unitPriceMinor });
    }
    const at = { orderId: order.id, lines, method, payBy };
    const called = await storeCalled(shop, of, { store, method });
    const planned = await readExchangePlan(shop, { ...at, dropNodeId: called?.nodeId ?? null });
    const { seal, dropNodeId, currency, policy } = planned;
    return {
      orderId: order.id,
      plan: { ...at, to: 'original', isKept: false, dropNodeId, seal },
      effect: {
        kind: 'exchange',
        order: order.number,
        items: instead,
        method,
        ...(called && { store: called.name }),
        payBy,
        ...effectOf(planned)
      },
      // What leaves the shop beside the new thing: what that one costs less.
      amountMinor: planned.money.exchange?.backMinor ?? 0,
      currency,
      policy,
      // As with a return: one of much waits for one of us by itself.
      needsStaff: false,
      facts: [groundOf(order)]
    };
  },
  async perform(shop, actor, { id, plan }) {
    return askForReturn(shop, actor, { ...(plan as Omit<AskForReturn, 'key'>), key: id });
  }
});

const effectOf = ({ plan, money: { exchange, ...money }, currency, arrival, points }: PlannedExchange): object => ({
  currency,
  ...money,
  ...exchange,
  sendBy: plan.sendBy.toISOString(),
  thereBy: arrival.until,
  isCollected: arrival.isCollected,
  ...(points && { points })
});
