import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesOf } from '#db/queries/order-changes.ts';
import { applyChange, lapseChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { outcomeOf } from '../support/staff.ts';
import { HERE, changedOrders, type Ordered } from '../support/changed-orders.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
afterAll(() => shop.close());

const { anOrder, order, lineOf, change, shown, free, payment, refunds } = changedOrders(() => shop);

const swapOf = async (of: Ordered, toVariantId: string, quantity = 1): Promise<ChangeWish> => ({
  kind: 'swap',
  orderLineId: await lineOf(of, of.mug),
  quantity,
  toVariantId,
  method: 'upi'
});
const sibling = async (of: Ordered, priceMinor: number, onHand = 5) =>
  aVariant(shop.db, { likeVariant: of.mug, options: [`Size ${shop.newId()}`], priceMinor, stock: { [HERE]: onHand } });
const total = async (of: Ordered) => {
  const { goodsMinor, totalMinor, taxIncludedMinor } = await order(of);
  return [goodsMinor, totalMinor, taxIncludedMinor];
};

test('another size for the same money: it comes in the same parcel, and taken back all is as it was', async () => {
  const of = await anOrder();
  const [before, totals] = [await shown(of), await total(of)];
  const large = await sibling(of, 49_000);
  const wish = await swapOf(of, large);
  const { effect } = await readChange(shop, { orderKey: of.orderKey, wish });
  expect(effect).toMatchObject({
    goodsMinor: 0,
    back: [],
    more: null,
    freed: [{ units: 1 }],
    taken: [{ variantId: large, units: 1 }],
    isUndoable: true
  });
  const { changeId, toPay } = await change(of, wish);
  expect(toPay).toBe(false);
  expect(await shown(of)).toEqual(['released: 1+1+1', 'cancelled: 1']);
  expect([await free(of.mug), await free(large)]).toEqual([4, 4]);
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect(await shown(of)).toEqual(before);
  expect(await total(of)).toEqual(totals);
  expect([await free(of.mug), await free(large)]).toEqual([3, 5]);
});

test('one that costs less: the rest goes back, to the paisa', async () => {
  const of = await anOrder();
  const small = await sibling(of, 48_999);
  await change(of, await swapOf(of, small, 2));
  expect(await shown(of)).toEqual(['released: 1+2', 'cancelled: 2']);
  expect(await refunds(of)).toMatchObject([{ how: 'bank', amount_minor: 2 }]);
  const [goods = 0, sum = 0, tax = 0] = await total(of);
  expect([goods, sum, tax]).toEqual([198_000 + 97_998, 202_900 + 97_998, Math.round(((202_900 + 97_998) * 18) / 118)]);
});

test('in cash, what is more is paid with the rest; taken back, as much less', async () => {
  const of = await anOrder('cash_on_delivery');
  const large = await sibling(of, 59_000);
  const { changeId } = await change(of, await swapOf(of, large));
  expect(await payment(of)).toMatchObject({ amount_minor: 212_900 });
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect(await payment(of)).toMatchObject({ amount_minor: 202_900 });
});

const pay = async (of: Ordered, changeId: string) =>
  authorizePayment(shop, shopper, { orderKey: of.orderKey, changeId, handle: 'ok@mez', key: shop.newId() });

test('one that costs more: it is kept, made when the difference is paid, once', async () => {
  const of = await anOrder();
  const large = await sibling(of, 59_000, 1);
  const { changeId, toPay } = await change(of, await swapOf(of, large));
  expect(toPay).toBe(true);
  expect([await shown(of), await free(large)]).toEqual([['released: 2+1'], 0]);
  await pay(of, changeId);
  await Promise.all([applyChange(shop, SYSTEM, { changeId }), applyChange(shop, SYSTEM, { changeId })]);
  expect(await shown(of)).toEqual(['released: 1+1+1', 'cancelled: 1']);
  expect([await free(of.mug), await free(large)]).toEqual([4, 0]);
  expect(await total(of)).toMatchObject([198_000 + 59_000, 202_900 + 59_000, {}]);
  expect(await changesOf(shop.db, of.orderId)).toMatchObject([{ state: 'confirmed' }]);
  expect(await refunds(of)).toEqual([]);
  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, changeId }))).toBe('not-allowed');
});

test('not paid in time, all stays as it was and it is for sale again', async () => {
  const of = await anOrder();
  const large = await sibling(of, 59_000, 1);
  const { changeId } = await change(of, await swapOf(of, large));
  shop.at('2026-11-25T05:21:00Z');
  await lapseWhatIsNotPaid(shop);
  await lapseChange(shop, SYSTEM, { changeId });
  await lapseChange(shop, SYSTEM, { changeId });
  expect([await shown(of), await free(large)]).toEqual([['released: 2+1'], 1]);
  expect(await changesOf(shop.db, of.orderId)).toMatchObject([{ state: 'lapsed' }]);
});

test('paid when somebody has begun meanwhile: all stays as it was, and the difference goes back', async () => {
  const of = await anOrder();
  const large = await sibling(of, 59_000);
  const { changeId } = await change(of, await swapOf(of, large));
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('order_id', '=', of.orderId).execute();
  await pay(of, changeId);
  await applyChange(shop, SYSTEM, { changeId });
  await applyChange(shop, SYSTEM, { changeId });
  expect([await shown(of), await free(large)]).toEqual([['picking: 2+1'], 5]);
  expect(await refunds(of)).toMatchObject([{ how: 'bank', state: 'due', amount_minor: 10_000 }]);
});

test('sold out between look and confirm, of another product, or changed too often: a clear no each', async () => {
  const of = await anOrder();
  const large = await sibling(of, 49_000, 1);
  const wish = await swapOf(of, large);
  const { seal } = await readChange(shop, { orderKey: of.orderKey, wish });
  const { cartKey, version } = await aCheckout(shop, [{ variantId: large, quantity: 1 }]);
  await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await expect(changeOrder(shop, shopper, { orderKey: of.orderKey, wish, seal, key: shop.newId() })).rejects.toMatchObject({
    code: 'out-of-stock'
  });
  expect(await outcomeOf(change(of, await swapOf(of, of.pot)))).toBe('not-same-product');
  const more = await sibling(of, 49_000, 50);
  expect(await outcomeOf(change(of, await swapOf(of, more, 3)))).toBe('already-ended');
  const used = { wish: '{}', effect: '{}', reason: '', actor: '{}', at: shop.now(), kind: 'swap' as const, state: 'settled' as const };
  for (let times = 0; times < 5; times++) {
    await shop.db
      .insertInto('order_change')
      .values({ id: shop.newId(), order_id: of.orderId, ...used, ended_at: shop.now() })
      .execute();
  }
  expect(await outcomeOf(change(of, await swapOf(of, more)))).toBe('item-changes-used');
});

test('two swaps for the last one at once: one order has it', async () => {
  const [one, other] = [await anOrder(), await anOrder()];
  const last = await sibling(one, 49_000, 1);
  await shop.db
    .updateTable('variant')
    .set((eb) => ({
      options: ['Other'],
      product_id: eb.selectFrom('variant as v').select('v.product_id').where('v.id', '=', one.mug).limit(1)
    }))
    .where('id', '=', other.mug)
    .execute();
  const both = await Promise.all([
    outcomeOf(swapOf(one, last).then((wish) => change(one, wish))),
    outcomeOf(swapOf(other, last).then((wish) => change(other, wish)))
  ]);
  expect(both.toSorted()).toEqual(['done', 'out-of-stock']);
  expect(await free(last)).toBe(0);
});
