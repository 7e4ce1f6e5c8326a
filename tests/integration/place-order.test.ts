import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPlan, aVariant, level, shopper } from '../support/makers.ts';
import { aCheckout } from '../support/checkout.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { refundLatePayment } from '#lib/commerce/payments/refund-late-payment.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { MORNING } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const NODE = 'blr-domlur';
const buy = async (quantity = 1, stock = 5, priceMinor = 49_000) => {
  const variantId = await aVariant(shop.db, { priceMinor, stock: { [NODE]: stock } });
  return { variantId, ...(await aCheckout(shop, [{ variantId, quantity }])) };
};
const orderOf = (id: string) => shop.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

test('a cart becomes an order: its units are allocated, its promise is kept on record, the bank is asked next', async () => {
  const { variantId, cartKey, version } = await buy(2);
  const { orderId, number } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' });
  expect(number).toMatch(/^MZ-[0-9A-Z]{10}$/);
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ on_hand: 5, allocated: 2, held: 0, available: 3 });
  expect(await orderOf(orderId)).toMatchObject({
    life: 'placed',
    goods_minor: 98_000,
    delivery_minor: 4900,
    total_minor: 102_900,
    version: 2
  });
  expect(await authorizePayment(shop, shopper, { orderKey: shop.keys.make('order', orderId), handle: 'ok@mez' })).toEqual({
    outcome: 'captured'
  });
  expect(await orderOf(orderId)).toMatchObject({ life: 'confirmed', version: 5, pay_by: null });
  // With the money there it may be worked on at once.
  const parcels = await shop.db.selectFrom('fulfilment_order').select(['state', 'version']).where('order_id', '=', orderId).execute();
  expect(parcels).toEqual([{ state: 'released', version: 2 }]);
  expect(shop.bank.charges.at(-1)).toMatchObject({ key: `order:${orderId}:1`, amountMinor: 102_900 });
});

test('the same order sent twice at the same moment is one order, one payment, one unit', async () => {
  const { variantId, cartKey, version } = await buy();
  const input = { cartKey, version, method: 'upi' as const, key: 'same' };
  const [one, other] = await Promise.all([placeOrder(shop, shopper, input), placeOrder(shop, shopper, input)]);
  expect(one).toEqual(other);
  const pay = { orderKey: one.orderKey, handle: 'ok@mez' };
  const answers = await Promise.all([authorizePayment(shop, shopper, pay), authorizePayment(shop, shopper, pay)]);
  expect(answers).toEqual([{ outcome: 'captured' }, { outcome: 'captured' }]);
  expect(shop.bank.charges.filter((charge) => charge.key.startsWith(`order:${one.orderId}`))).toHaveLength(1);
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ allocated: 1 });
});

test('two tabs with two keys place one order', async () => {
  const { cartKey, version } = await buy();
  const place = (key: string) => placeOrder(shop, shopper, { cartKey, version, method: 'upi', key });
  const [one, other] = await Promise.all([place('tab one'), place('tab two')]);
  expect(one.orderId).toBe(other.orderId);
});

test('a key used for another order is refused, also when the cart was placed meanwhile', async () => {
  const { cartKey, version } = await buy();
  await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' });
  await expect(placeOrder(shop, shopper, { cartKey, version, method: 'card', key: 'k' })).rejects.toMatchObject({ code: 'key-reused' });
});

test('twenty buyers of the last three units: three orders, and the others hear that it is sold out', async () => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 20 } });
  const carts = await Promise.all(Array.from({ length: 20 }, () => aCheckout(shop, [{ variantId, quantity: 1 }])));
  await shop.db.transaction().execute(async (tx) => {
    await tx.updateTable('stock_level').set({ on_hand: 3 }).where('variant_id', '=', variantId).execute();
    await tx.updateTable('stock_movement').set({ quantity: 3 }).where('variant_id', '=', variantId).execute();
  });
  const results = await Promise.allSettled(
    carts.map(({ cartKey, version }, i) => placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: `buyer ${i}` }))
  );
  const no = results.filter((result) => result.status === 'rejected').map((result) => (result.reason as { code: string }).code);
  expect(no).toEqual(Array.from({ length: 17 }, () => 'out-of-stock'));
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ on_hand: 3, allocated: 3, available: 0 });
});

test('a price that moved since the shopper looked is refused by the decision, and by the database if it moves in between', async () => {
  const { variantId, cartKey, version } = await buy();
  await shop.db.updateTable('price').set({ amount_minor: 50_000 }).where('variant_id', '=', variantId).execute();
  await expect(placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' })).rejects.toMatchObject({ code: 'price-changed' });
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ allocated: 0, version: 1 });
});

test('what changed since the shopper looked, a late quote and a way to pay that does not fit are refused and change nothing', async () => {
  const { variantId, cartKey, version } = await buy();
  const place = (change: object) => placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k', ...change });
  await expect(place({ version: version - 1 })).rejects.toMatchObject({ code: 'cart-changed' });
  await expect(place({ method: 'pay_in_store' })).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(place({ cartKey: 'forged' })).rejects.toMatchObject({ code: 'not-found' });
  shop.at('2026-11-25T10:30:00Z');
  await expect(place({})).rejects.toMatchObject({ code: 'promise-changed' });
  shop.at(MORNING);
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ allocated: 0 });
  await expect(changeCartLine(shop, shopper, { cartKey, lineId: shop.newId(), quantity: 1 })).rejects.toMatchObject({ code: 'not-found' });
});

test('a declined payment keeps the goods; the next try pays once; an order nobody pays gives its goods back', async () => {
  const { cartKey, version } = await buy();
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' });
  expect(await authorizePayment(shop, shopper, { orderKey, handle: 'no@mez' })).toMatchObject({ outcome: 'declined' });
  expect(await orderOf(orderId)).toMatchObject({ life: 'placed' });
  await retryPayment(shop, shopper, { orderKey, method: 'card', key: 'again' });
  await retryPayment(shop, shopper, { orderKey, method: 'card', key: 'again' });
  expect(await authorizePayment(shop, shopper, { orderKey, handle: 'ok' })).toEqual({ outcome: 'captured' });
  expect(await orderOf(orderId)).toMatchObject({ life: 'confirmed' });

  const late = await buy(2);
  const unpaid = await placeOrder(shop, shopper, { cartKey: late.cartKey, version: late.version, method: 'upi', key: 'k' });
  shop.at('2026-11-25T05:30:00Z');
  await Promise.all([1, 2].map(() => cancelUnpaidOrder(shop, SYSTEM, { orderId: unpaid.orderId })));
  shop.at(MORNING);
  expect(await orderOf(unpaid.orderId)).toMatchObject({ life: 'cancelled' });
  expect(await level(shop.db, late.variantId, NODE)).toMatchObject({ allocated: 0, available: 5 });
});

test('money that comes after an order lapsed goes back whole, once', async () => {
  const { cartKey, version } = await buy();
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' });
  expect(await authorizePayment(shop, shopper, { orderKey, handle: 'step@mez' })).toMatchObject({ outcome: 'action-required' });
  shop.at('2026-11-25T05:30:00Z');
  await cancelUnpaidOrder(shop, SYSTEM, { orderId });
  shop.at(MORNING);
  expect(await orderOf(orderId)).toMatchObject({ life: 'cancelled' });
  shop.bank.approve(`order:${orderId}:1`);
  expect(await authorizePayment(shop, SYSTEM, { orderId })).toEqual({ outcome: 'captured' });
  expect(await orderOf(orderId)).toMatchObject({ life: 'cancelled' });
  await Promise.all([1, 2].map(() => refundLatePayment(shop, SYSTEM, { orderId })));
  expect(shop.bank.refunds.filter((refund) => refund.key.includes(orderId))).toHaveLength(1);
  const payment = await shop.db.selectFrom('payment').selectAll().where('order_id', '=', orderId).executeTakeFirstOrThrow();
  expect(payment).toMatchObject({ state: 'refunded', captured_minor: 53_900, refunded_minor: 53_900 });
});

test('when the bank took the money and its answer got lost, asking again finds it and takes nothing twice', async () => {
  const { cartKey, version } = await buy();
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' });
  expect(await authorizePayment(shop, shopper, { orderKey, handle: 'lost@mez' })).toEqual({ outcome: 'captured' });
  expect(await authorizePayment(shop, SYSTEM, { orderId })).toEqual({ outcome: 'captured' });
  expect(shop.bank.charges.filter((charge) => charge.key.includes(orderId))).toHaveLength(1);
});

test('an order whose bank was never asked waits for its shopper, and a job that asks settles nothing', async () => {
  const { cartKey, version } = await buy();
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' });
  expect(await authorizePayment(shop, SYSTEM, { orderId })).toEqual({ outcome: 'not-asked' });
  expect(await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' })).toEqual({ outcome: 'captured' });
});

test('one thing at two places in one order is one demand per place', async () => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 2, 'blr-hoskote': 3 } });
  const near = aPlan([{ variantId, quantity: 2 }]);
  const far = aPlan([{ variantId, quantity: 3 }], { nodeId: 'blr-hoskote' });
  const cart = await aCheckout(shop, [{ variantId, quantity: 5 }], { ...near, parcels: [...near.parcels, ...far.parcels] });
  const { orderId } = await placeOrder(shop, shopper, {
    cartKey: cart.cartKey,
    version: cart.version,
    method: 'cash_on_delivery',
    key: 'k'
  });
  expect(await level(shop.db, variantId, 'blr-hoskote')).toMatchObject({ allocated: 3, available: 0 });
  expect(await orderOf(orderId)).toMatchObject({ life: 'confirmed' });
});
