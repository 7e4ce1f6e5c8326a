import { applyChange, lapseChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { lapsePayment } from '#lib/commerce/payments/lapse-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { payOnTop } from './after-sale-on-top.ts';
import { shopper } from './makers.ts';
import { some, type World } from './after-sale-world.ts';

const changesOf = async ({ shop, orderId }: World) =>
  shop.db.selectFrom('order_change').select(['id', 'state']).where('order_id', '=', orderId).execute();

async function change(world: World, wish: ChangeWish): Promise<boolean> {
  const { shop, orderKey } = world;
  const { seal } = await readChange(shop, { orderKey, wish });
  await changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() });
  return true;
}

const openLines = async ({ shop, orderId }: World) =>
  shop.db
    .selectFrom('fulfilment_order as f')
    .innerJoin('fulfilment_line as l', 'l.fulfilment_order_id', 'f.id')
    .select(['l.order_line_id as orderLineId', 'l.quantity'])
    .where('f.order_id', '=', orderId)
    .where('f.state', 'in', ['allocated', 'released'])
    .orderBy('l.id')
    .execute();

/** What a shopper does to an order that is on its way to them, and what follows from it. */
export const changeActs = {
  async cancel(world) {
    const line = some(world, await openLines(world));
    if (!line || world.random() < 0.3) return change(world, { kind: 'cancel', units: null, reason: 'changed-mind' });
    return change(world, { kind: 'cancel', units: [{ orderLineId: line.orderLineId, quantity: 1 }], reason: 'by-mistake' });
  },
  async swap(world) {
    const line = some(world, await openLines(world));
    if (!line) return false;
    const toVariantId = some(world, world.variantIds)!;
    return change(world, { kind: 'swap', toVariantId, method: 'upi', orderLineId: line.orderLineId, quantity: 1 });
  },
  'pay-otherwise': async (world) => change(world, { kind: 'payment', method: some(world, ['upi', 'card'] as const)! }),
  async 'pay-change'(world) {
    const { shop } = world;
    const waiting = some(
      world,
      (await changesOf(world)).filter(({ state }) => state === 'awaiting_payment')
    );
    if (!waiting) return false;
    await payOnTop(world, waiting.id);
    await applyChange(shop, SYSTEM, { changeId: waiting.id });
    return true;
  },
  async settle(world) {
    const later = { ...world.shop, now: () => new Date(world.shop.now().getTime() + 3_600_000) };
    const made = some(world, await changesOf(world));
    if (made) await settleChange(later, SYSTEM, { changeId: made.id });
    return made !== undefined;
  },
  async 'lapse-change'(world) {
    const { shop, orderId } = world;
    const later = { ...shop, now: () => new Date(shop.now().getTime() + 3_600_000) };
    const waiting = some(
      world,
      (await changesOf(world)).filter(({ state }) => state === 'awaiting_payment')
    );
    if (!waiting) return false;
    await lapsePayment(later, SYSTEM, { orderId, changeId: waiting.id });
    await lapseChange(later, SYSTEM, { changeId: waiting.id });
    return true;
  },
  async undo(world) {
    const made = some(world, await changesOf(world));
    if (made) await undoChange(world.shop, shopper, { orderKey: world.orderKey, changeId: made.id });
    return made !== undefined;
  }
} satisfies Record<string, (world: World) => Promise<boolean>>;
