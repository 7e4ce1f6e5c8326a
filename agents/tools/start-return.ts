import * as z from 'zod';
import { returnableOrder } from '#db/queries/returnable.ts';
import { askForReturn, type AskedLine, type AskForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { readReturnPlan } from '#lib/commerce/returns/read-return-plan.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { Order } from './arguments.ts';
import { coming, nameOf, sentLine, storeCalled, way } from './coming-back.ts';
import { groundOf, theirOrder } from './own-order.ts';
import { proposing } from './tool.ts';

export const startReturnTool = proposing({
  name: 'start_return',
  about: 'Gives things back that have come. Shows what money goes back, how and by when, and what the way back costs.',
  args: z.strictObject({
    order: Order,
    items: z.array(z.strictObject(coming)).min(1).max(50),
    ...way,
    refundTo: z.enum(['original', 'store-credit']).default('original'),
    keep: z.boolean().default(false).describe('It stays where it is, where the policy offers that.')
  }),
  async propose(shop, asking, { order: name, items, method, refundTo: to, keep, store }) {
    const order = await theirOrder(shop, asking, name);
    const of = (await returnableOrder(shop.db, order.id)) ?? refuse('not-found');
    const lines: AskedLine[] = [];
    const shown = [];
    for (const { item, ...asked } of items) {
      // oxlint-disable-next-line no-await-in-loop -- a handful of things, and the first that is not there ends it
      const sent = await sentLine(shop, { of, orderId: order.id }, { item, quantity: asked.quantity });
      lines.push({ ...asked, detail: '', fulfilmentLineId: sent.fulfilmentLineId });
      shown.push({ item: nameOf(sent), quantity: asked.quantity, reason: asked.reason });
    }
    const wanted = { orderId: order.id, lines, method, to, isKept: keep };
    const { plan, money, currency, seal, policy, points } = await readReturnPlan(shop, wanted);
    const called = await storeCalled(shop, of, { store, method });
    return {
      orderId: order.id,
      plan: { ...wanted, dropNodeId: called?.nodeId ?? null, seal },
      effect: {
        kind: 'return',
        order: order.number,
        currency,
        items: shown,
        method,
        ...(called && { store: called.name }),
        // Also where the policy lets it be kept without being asked.
        isKept: plan.keepPercent !== null,
        refundTo: to,
        ...money,
        keepOfferPercent: plan.keepOffer,
        refundDueAt: plan.refundDueAt.toISOString(),
        sendBy: plan.sendBy.toISOString(),
        ...(points && { points })
      },
      amountMinor: Math.max(0, money.goodsMinor + money.bringingMinor - money.feeMinor),
      currency,
      policy,
      // A return of much waits for one of us, or for two, by itself: `approval` says so.
      needsStaff: false,
      facts: [groundOf(order)]
    };
  },
  async perform(shop, actor, { id, plan }) {
    return askForReturn(shop, actor, { ...(plan as Omit<AskForReturn, 'key'>), key: id });
  }
});
