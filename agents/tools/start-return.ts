import * as z from 'zod';
import { dropStores } from '#db/queries/drop-stores.ts';
import { returnableOrder, type Returnable } from '#db/queries/returnable.ts';
import { askForReturn, type AskedLine, type AskForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { readReturnPlan } from '#lib/commerce/returns/read-return-plan.server.ts';
import { returnMethods, returnReasons } from '#lib/commerce/policies/policy.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { Item, Needed, Order, Quantity, Words } from './arguments.ts';
import { groundOf, theirLine, theirOrder } from './own-order.ts';
import { proposing } from './tool.ts';

const Coming = z.strictObject({
  item: Item,
  quantity: Quantity.default(1),
  reason: z.enum(returnReasons),
  words: Words(500).default(''),
  photoIds: z.array(z.uuid()).max(5).default([]).describe('Pictures that were sent before in this talk.')
});

export const startReturnTool = proposing({
  name: 'start_return',
  about: 'Gives things back that have come. Shows what money goes back, how and by when, and what the way back costs.',
  args: z.strictObject({
    order: Order,
    items: z.array(Coming).min(1).max(50),
    method: z
      .enum(returnMethods)
      .default('store')
      .describe('store: at a counter. label: to print. qr: a code for the carrier. home: fetched.'),
    refundTo: z.enum(['original', 'store-credit']).default('original'),
    keep: z.boolean().default(false).describe('It stays where it is, where the policy offers that.'),
    store: Needed(120).optional().describe('Which store it is brought to; any when left out.')
  }),
  async propose(shop, asking, { order: name, items, method, refundTo: to, keep: isKept, store }) {
    const order = await theirOrder(shop, asking, name);
    const of = (await returnableOrder(shop.db, order.id)) ?? refuse('not-found');
    const lines: AskedLine[] = [];
    for (const { item, ...asked } of items) {
      // oxlint-disable-next-line no-await-in-loop -- a handful of things, and the first that is not there ends it
      const { orderLineId } = await theirLine(shop, order.id, item);
      lines.push({ ...asked, detail: '', fulfilmentLineId: sentLine(of, orderLineId, asked.quantity) });
    }
    const wanted = { orderId: order.id, lines, method, to, isKept };
    const { plan, money, currency, seal, policy } = await readReturnPlan(shop, wanted);
    const dropNodeId = store === undefined || method !== 'store' ? null : await storeCalled(shop, of, store);
    return {
      orderId: order.id,
      plan: { ...wanted, dropNodeId, seal },
      effect: {
        kind: 'return',
        order: order.number,
        currency,
        items: items.map(({ item, quantity, reason }) => ({ item, quantity, reason })),
        method,
        refundTo: to,
        ...money,
        keepOfferPercent: plan.keepOffer,
        refundDueAt: plan.refundDueAt.toISOString(),
        sendBy: plan.sendBy.toISOString()
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

/** Of a thing in several parcels: that of which enough has come and is not on its way back. */
function sentLine({ lines }: Returnable, orderLineId: string, quantity: number): string {
  const sent = lines.filter((line) => line.orderLineId === orderLineId);
  const enough = sent.find((line) => line.deliveredAt !== null && line.quantity - line.claimed >= quantity);
  return (enough ?? sent[0])?.fulfilmentLineId ?? refuse('not-delivered');
}

async function storeCalled(shop: Shop, { lines, country, postcode }: Returnable, name: string): Promise<string> {
  const variantIds = lines.map(({ variantId }) => variantId);
  const stores = await dropStores(shop.db, { variantIds, country, postcode, at: shop.now() });
  const called = name.toLowerCase();
  const store = stores.find(({ nodeId, name: own }) => nodeId === called || own.toLowerCase().includes(called));
  return store?.nodeId ?? refuse('not-found', 'store');
}
