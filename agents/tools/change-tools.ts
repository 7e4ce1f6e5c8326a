import * as z from 'zod';
import { orderFacts } from '#db/queries/order-facts.ts';
import { swapChoices } from '#db/queries/swap-facts.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import type { AddressWish, ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { Wish } from '#lib/commerce/order-change/wish-schema.ts';
import { cancelReasons } from '#lib/commerce/policies/policy.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { amountOf, needsSecondYes, type PendingAction } from '#lib/commerce/support/pending-action.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { OwnOrder } from '#db/queries/support-orders.ts';
import { Item, Needed, Order, Quantity, Words } from './arguments.ts';
import { groundOf, lineCalled, theirLine, theirOrder } from './own-order.ts';
import { proposing } from './tool.ts';

/** What the page of changes shows before one confirms it, and the seal by which it is confirmed. */
async function asChange(shop: Shop, asking: Asking, name: string | undefined, wished: (order: OwnOrder) => Promise<ChangeWish>) {
  const order = await theirOrder(shop, asking, name);
  const read = Wish.safeParse(await wished(order));
  if (!read.success) refuse('invalid', read.error.issues[0]?.message);
  const wish = read.data;
  const { effect, seal, policy } = await readChange(shop, { orderKey: shop.keys.make('order', order.id), wish });
  const amountMinor = amountOf(effect);
  const needsStaff = amountMinor > 0 && needsSecondYes(amountMinor, (await policyOfOrder(shop.db, order.id)).terms);
  return {
    orderId: order.id,
    plan: { wish, seal },
    effect: { order: order.number, currency: order.currency, ...(wish.kind === 'address' && { sentTo: addressed(wish) }), ...effect },
    amountMinor,
    currency: order.currency,
    policy,
    needsStaff,
    facts: [groundOf(order)]
  };
}

/** All of it, as it will stand on the parcel: whoever confirms it reads what they confirm. */
const addressed = ({ name, phone, line1, line2, postcode }: AddressWish): string =>
  [name, phone, line1, line2, postcode].filter(Boolean).join(', ');

/** The same command as that of the page's button; what costs more then waits to be paid on the order's page. */
async function makeChange(shop: Shop, actor: Shopper, { id, orderId, plan }: PendingAction): Promise<object> {
  const { wish, seal } = plan as { wish: ChangeWish; seal: string };
  return changeOrder(shop, actor, { orderKey: shop.keys.make('order', orderId ?? refuse('not-found')), wish, seal, key: id });
}

const Some = z.strictObject({ item: Item, quantity: Quantity.default(1) });

export const cancelTool = proposing({
  name: 'cancel',
  about: 'Cancels an order, or some of its things, that nobody has begun to pack. Shows what money goes back before it is confirmed.',
  args: z.strictObject({
    order: Order,
    items: z.array(Some).min(1).max(50).optional().describe('Left out: all of it.'),
    reason: z.enum(cancelReasons).default('changed-mind')
  }),
  propose: async (shop, asking, { order: name, items, reason }) =>
    asChange(shop, asking, name, async (order) => {
      if (!items) return { kind: 'cancel', units: null, reason };
      const units = [];
      for (const { item, quantity } of items) {
        // oxlint-disable-next-line no-await-in-loop -- a handful of things, and the first that is not there ends it
        units.push({ orderLineId: (await theirLine(shop, order.id, item)).orderLineId, quantity });
      }
      return { kind: 'cancel', units, reason };
    }),
  perform: makeChange
});

export const changeAddressTool = proposing({
  name: 'change_address',
  about: 'Sends an order elsewhere, as long as nobody has begun to pack it. Name and phone stay when they are left out.',
  args: z.strictObject({
    order: Order,
    line1: Needed(200),
    line2: Words(200).default(''),
    postcode: Needed(20),
    name: Needed(120).optional(),
    phone: Needed(20).optional()
  }),
  propose: async (shop, asking, { order: name, ...to }) =>
    asChange(shop, asking, name, async (order) => {
      const contact = (await orderFacts(shop.db, order.id))?.contact;
      return { kind: 'address', ...to, name: to.name ?? contact?.name ?? '', phone: to.phone ?? contact?.phone ?? '' };
    }),
  perform: makeChange
});

export const swapItemsTool = proposing({
  name: 'swap_items',
  about: 'Another size or colour of the same thing, as long as nobody has begun to pack it. Shows what it costs more or less.',
  args: z.strictObject({
    order: Order,
    item: Item,
    to: Needed(200).describe('Which make instead: its options, its SKU or its id.'),
    quantity: Quantity.default(1),
    method: z.enum(['upi', 'card']).default('upi').describe('What a difference would be paid with.')
  }),
  propose: async (shop, asking, { order: name, item, to, quantity, method }) =>
    asChange(shop, asking, name, async (order) => {
      const { orderLineId } = await theirLine(shop, order.id, item);
      const choices = (await swapChoices(shop.db, order.id)).filter((choice) => choice.orderLineId === orderLineId);
      const named = choices.map((choice) => ({ ...choice, orderLineId: choice.variantId, names: choice.sku === null ? [] : [choice.sku] }));
      const choice = lineCalled(named, to) ?? refuse('not-same-product');
      return { kind: 'swap', orderLineId, toVariantId: choice.variantId, quantity, method };
    }),
  perform: makeChange
});

export const changePaymentTool = proposing({
  name: 'change_payment',
  about: 'Pays an order another way. The new payment is made first, and only then the old one goes back.',
  args: z.strictObject({ order: Order, method: z.enum(['upi', 'card']) }),
  propose: async (shop, asking, { order, method }) => asChange(shop, asking, order, async () => ({ kind: 'payment', method })),
  perform: makeChange
});
