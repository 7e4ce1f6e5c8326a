import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesOf } from '#db/queries/order-changes.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { applyChange, lapseChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aVariant, level, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { outcomeOf } from '../support/staff.ts';

const HERE = 'blr-domlur';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
afterAll(() => shop.close());

type Ordered = { orderKey: string; orderId: string; mug: string; pot: string };
/** Two mugs at ₹490 and one pot at ₹1,000, brought for ₹49. */
async function anOrder(method: 'upi' | 'cash_on_delivery' = 'upi', pay = true): Promise<Ordered> {
  shop.at(MORNING);
  const mug = await aVariant(shop.db, { stock: { [HERE]: 5 } });
  const pot = await aVariant(shop.db, { stock: { [HERE]: 5 }, priceMinor: 100_000 });
  const { cartKey, version } = await aCheckout(shop, [
    { variantId: mug, quantity: 2 },
    { variantId: pot, quantity: 1 }
  ]);
  const { orderKey } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  if (method === 'upi' && pay) await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez', key: shop.newId() });
  return { orderKey, orderId: shop.keys.open('order', orderKey) ?? '', mug, pot };
}
const order = async ({ orderId }: Ordered) => (await trackedOrder(shop.db, orderId))!;
const lineOf = async (of: Ordered, variantId: string) => (await order(of)).lines.find((line) => line.variantId === variantId)!.id;
const cancelOf = async (of: Ordered, variantId: string, quantity: number): Promise<ChangeWish> => ({
  kind: 'cancel',
  reason: 'changed-mind',
  units: [{ orderLineId: await lineOf(of, variantId), quantity }]
});
const ALL: ChangeWish = { kind: 'cancel', reason: 'by-mistake', units: null };
async function change(of: Ordered, wish: ChangeWish) {
  const { seal } = await readChange(shop, { orderKey: of.orderKey, wish });
  return changeOrder(shop, shopper, { orderKey: of.orderKey, wish, seal, key: shop.newId() });
}
const shown = async (of: Ordered) =>
  (await order(of)).parcels.map(({ state, lines }) => `${state}: ${lines.map(({ quantity }) => quantity).join('+')}`);
const free = async (variantId: string) => (await level(shop.db, variantId, HERE)).available;
const payment = async ({ orderId }: Ordered) =>
  shop.db
    .selectFrom('payment')
    .select(['amount_minor', 'captured_minor', 'refunded_minor'])
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();
const refunds = async ({ orderId }: Ordered) =>
  shop.db.selectFrom('refund').select(['id', 'how', 'state', 'amount_minor']).where('order_id', '=', orderId).execute();

test('one of two mugs is called off: it is for sale again, its money is owed, and the rest goes on', async () => {
  const of = await anOrder();
  await releaseOrder(shop, SYSTEM, of);
  const wish = await cancelOf(of, of.mug, 1);
  const { effect } = await readChange(shop, { orderKey: of.orderKey, wish });
  expect(effect).toMatchObject({
    kind: 'cancel',
    goodsMinor: 49_000,
    deliveryMinor: 0,
    back: [{ how: 'bank', amountMinor: 49_000 }],
    freed: [{ variantId: of.mug, units: 1, nodeId: HERE }],
    dates: [],
    isEnd: false,
    isUndoable: true
  });
  await change(of, wish);
  expect(await shown(of)).toEqual(['released: 1+1', 'cancelled: 1']);
  expect(await free(of.mug)).toBe(4);
  expect(await refunds(of)).toMatchObject([{ how: 'bank', state: 'due', amount_minor: 49_000 }]);
  const made = await shop.db
    .selectFrom('event')
    .select('data')
    .where('topic', '=', `order:${of.orderId}`)
    .where('type', '=', 'change.made')
    .execute();
  expect(made).toMatchObject([
    { data: { kind: 'cancel', reason: 'changed-mind', policy: { profile: 'standard', version: 1, rule: 'cancel.states' } } }
  ]);
});

test('taken back, all is as it was: the same parcel, the shelf and the money', async () => {
  const of = await anOrder();
  const before = await shown(of);
  const { changeId } = await change(of, await cancelOf(of, of.mug, 1));
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect(await shown(of)).toEqual(before);
  expect([await free(of.mug), await free(of.pot)]).toEqual([3, 4]);
  expect(await refunds(of)).toEqual([]);
  expect(await changesOf(shop.db, of.orderId)).toMatchObject([{ state: 'undone' }]);
});

test('a whole order is called off, with what bringing it cost; taken back it comes on the same day; and in ten minutes it has ended', async () => {
  const of = await anOrder();
  const promised = (await order(of)).parcels[0]?.promises[0]?.deliverUntil;
  const { changeId } = await change(of, ALL);
  expect(await shown(of)).toEqual(['cancelled: 2+1']);
  expect(await refunds(of)).toMatchObject([{ amount_minor: 202_900 }]);
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  const [parcel] = (await order(of)).parcels;
  expect(parcel).toMatchObject({ state: 'allocated', promises: [{ number: 1, deliverUntil: promised }] });
  expect(await shown(of)).toEqual(['allocated: 2+1']);

  const again = await change(of, ALL);
  expect((await order(of)).life).toBe('confirmed');
  await settleChange(shop, SYSTEM, again);
  expect((await order(of)).life).toBe('confirmed');
  shop.at('2026-11-25T05:10:00Z');
  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, ...again }))).toBe('not-allowed');
  await settleChange(shop, SYSTEM, again);
  await settleChange(shop, SYSTEM, again);
  expect((await order(of)).life).toBe('cancelled');
  for (const { id } of await refunds(of)) await payRefund(shop, SYSTEM, { refundId: id });
  expect(await payment(of)).toEqual({ amount_minor: 202_900, captured_minor: 202_900, refunded_minor: 202_900 });
});

test('of what is paid in cash so much less is to be paid, and as much again when it is taken back', async () => {
  const of = await anOrder('cash_on_delivery');
  const { changeId } = await change(of, await cancelOf(of, of.pot, 1));
  expect(await payment(of)).toMatchObject({ amount_minor: 102_900 });
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect(await payment(of)).toMatchObject({ amount_minor: 202_900 });
  await change(of, ALL);
  expect(await payment(of)).toMatchObject({ amount_minor: 0 });
});

test('what is not paid ends at once, and only as a whole', async () => {
  const of = await anOrder('upi', false);
  expect(await outcomeOf(change(of, await cancelOf(of, of.mug, 1)))).toBe('in-progress');
  const { effect } = await readChange(shop, { orderKey: of.orderKey, wish: ALL });
  expect(effect).toMatchObject({ back: [], isEnd: true, isUndoable: false });
  await change(of, ALL);
  expect((await order(of)).life).toBe('cancelled');
  expect([await free(of.mug), await free(of.pot)]).toEqual([5, 5]);
});

test('what has gone to somebody else meanwhile cannot be taken back, and nothing else of it is', async () => {
  const of = await anOrder();
  const { changeId } = await change(of, ALL);
  const { cartKey, version } = await aCheckout(shop, [{ variantId: of.pot, quantity: 5 }]);
  await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, changeId }))).toBe('out-of-stock');
  expect(await shown(of)).toEqual(['cancelled: 2+1']);
  expect(await refunds(of)).toHaveLength(1);
});

test('money that is on its way keeps a change from being taken back', async () => {
  const of = await anOrder();
  const { changeId } = await change(of, await cancelOf(of, of.mug, 2));
  const [refund] = await refunds(of);
  await payRefund(shop, SYSTEM, { refundId: refund?.id ?? '' });
  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, changeId }))).toBe('in-progress');
});

test('taking a change back and sending its money at once: one of both happens', async () => {
  const of = await anOrder();
  const { changeId } = await change(of, await cancelOf(of, of.mug, 2));
  const [refund] = await refunds(of);
  const both = await Promise.all([
    outcomeOf(payRefund(shop, SYSTEM, { refundId: refund?.id ?? '' })),
    outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, changeId }))
  ]);
  const paid = await payment(of);
  if (both[1] === 'done') expect(paid.refunded_minor).toBe(0);
  else expect([both[1], paid.refunded_minor]).toEqual(['in-progress', 98_000]);
});

test('what somebody has begun with stays; the code and the ways still open are said, and the "no" is kept', async () => {
  const of = await anOrder();
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('order_id', '=', of.orderId).execute();
  expect(await outcomeOf(change(of, ALL))).toBe('already-begun');
  const { seal } = { seal: 'seen before it began' };
  expect(await outcomeOf(changeOrder(shop, shopper, { orderKey: of.orderKey, wish: ALL, seal, key: shop.newId() }))).toBe('already-begun');
  const refused = await readChange(shop, { orderKey: of.orderKey, wish: ALL }).catch(refusalToHttp);
  expect(refused).toMatchObject({ code: 'already-begun', open: ['return'] });
  const kept = await shop.db.selectFrom('policy_refusal').select(['asked', 'code', 'rule']).where('order_id', '=', of.orderId).execute();
  expect(kept).toEqual([{ asked: 'cancel', code: 'already-begun', rule: 'cancel.states' }]);
  expect(await shown(of)).toEqual(['picking: 2+1']);
});

test('two at once: one wins, the other is told; the same key twice is one change', async () => {
  const of = await anOrder();
  const wish = await cancelOf(of, of.mug, 1);
  const { seal } = await readChange(shop, { orderKey: of.orderKey, wish });
  const press = { orderKey: of.orderKey, wish, seal };
  const [once, twice] = [shop.newId(), shop.newId()];
  const both = await Promise.all([
    outcomeOf(changeOrder(shop, shopper, { ...press, key: once })),
    outcomeOf(changeOrder(shop, shopper, { orderKey: of.orderKey, wish: ALL, seal: 'other', key: twice }))
  ]);
  expect(both.filter((one) => one === 'done').length).toBe(1);
  const first = await changeOrder(shop, shopper, { ...press, key: once });
  expect(await changeOrder(shop, shopper, { ...press, key: once })).toEqual(first);
  expect(await changesOf(shop.db, of.orderId)).toHaveLength(1);
});

test('a note is written and taken back; nobody else’s order is changed', async () => {
  const of = await anOrder();
  const { changeId } = await change(of, { kind: 'note', note: 'Ring twice.' });
  expect((await order(of)).note).toBe('Ring twice.');
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect((await order(of)).note).toBe('');
  expect(await outcomeOf(change(of, { kind: 'note', note: 'x'.repeat(501) }))).toBe('invalid');
  const other = await anOrder();
  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: other.orderKey, changeId }))).toBe('not-found');
  expect(await outcomeOf(readChange(shop, { orderKey: 'nonsense', wish: ALL }))).toBe('not-found');
});

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
