import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesOf } from '#db/queries/order-changes.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { sendWhatIsOwed } from '#realtime/given-up.ts';
import { tidyUp } from '#realtime/sweeps.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { HERE, changedOrders } from '../support/changed-orders.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
afterAll(() => shop.close());

const { anOrder, order, cancelOf, ALL, change, shown, free, payment, refunds } = changedOrders(() => shop);

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

test('money whose bank was away for days is sent once it is back, once', async () => {
  const of = await anOrder();
  await change(of, await cancelOf(of, of.mug, 2));
  const [refund] = await refunds(of);
  const refundId = refund?.id ?? '';
  const refundAway = async () => Promise.reject(new ProviderUnreachable('no answer'));
  const away = { ...shop, report: () => undefined, payments: { ...shop.payments, refund: refundAway } };
  await expect(payRefund(away, SYSTEM, { refundId })).rejects.toThrow('no answer');
  shop.at(new Date(Date.now() + 60 * 3_600_000));
  // By then nobody knows the key of the call any more.
  await tidyUp(away);
  await sendWhatIsOwed(shop);
  await sendWhatIsOwed(shop);
  expect(await refunds(of)).toMatchObject([{ state: 'paid' }]);
  expect(shop.bank.refunds.filter(({ key }) => key === `refund:${refundId}`)).toHaveLength(1);
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
