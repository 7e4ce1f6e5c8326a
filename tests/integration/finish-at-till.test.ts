import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartView } from '#db/queries/carts.ts';
import { saveCartMove } from '#db/queries/cart-steps.ts';
import { handOversOf } from '#db/queries/hand-over.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { askForPayment } from '#lib/commerce/hand-over/ask-for-payment.server.ts';
import { claimHandOver } from '#lib/commerce/hand-over/claim-hand-over.server.ts';
import { finishAtTill } from '#lib/commerce/hand-over/finish-at-till.server.ts';
import { handOut } from '#lib/commerce/hand-over/hand-out.server.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { SYSTEM, type Shopper } from '#lib/kernel/actor.ts';
import { address, aCart, aPlan, aVariant, contact, level, shopper } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, outcomeOf, type Person } from '#tests/support/staff.ts';

const here = 'blr-indiranagar';
const away = 'blr-domlur';
const elsewhere = 'blr-whitefield';
let shop: TestShop;
let asha: Person;

beforeAll(async () => {
  shop = await openShop();
  asha = await aPerson(shop, 'associate', here);
});
afterAll(async () => shop.close());

type Wanted = { variantId: string; quantity: number; pickupNodeId?: string };

async function claimed(lines: Wanted[]) {
  const cart = await aCart(shop);
  for (const line of lines) await addToCart(shop, shopper, { cartKey: cart.cartKey, ...line, key: shop.newId() });
  const { code } = await offerHandOver(shop, shopper, { cartKey: cart.cartKey });
  const { cartKey: till } = await claimHandOver(shop, asha, { shown: { code }, terminal: 'till 2' });
  return { ...cart, till };
}

const versionOf = async (cartId: string) => (await cartView(shop.db, cartId))?.version ?? 0;
const finish = async (
  cart: { cartId: string; till: string },
  seenTotalMinor: number,
  method: 'cash' | 'card' = 'cash',
  key = shop.newId()
) => finishAtTill(shop, asha, { cartKey: cart.till, version: await versionOf(cart.cartId), seenTotalMinor, method, key });
const order = async (id: string) => {
  const found = await trackedOrder(shop.db, id);
  if (!found) throw new Error('no order');
  return found;
};

describe('carried out of the store', () => {
  test('cash: the goods leave this shelf, and the order is paid, done and in the shopper’s hand', async () => {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 5 } });
    const lamp = await aVariant(shop.db, { priceMinor: 200_000, tracked: false });
    const cart = await claimed([
      { variantId: mug, quantity: 2 },
      { variantId: lamp, quantity: 1 }
    ]);
    const { orderId, orderKey } = await finish(cart, 298_000);
    expect(shop.keys.open('order', orderKey)).toBe(orderId);
    expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 5, allocated: 2 });
    expect(await order(orderId)).toMatchObject({ life: 'placed', channel: 'pos', payment: { method: 'cash', state: 'pending' } });

    expect(await handOut(shop, asha, { cartKey: cart.till })).toEqual({ handedOut: 1 });
    expect(await handOut(shop, asha, { cartKey: cart.till })).toEqual({ handedOut: 0 });
    expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 3, allocated: 0, available: 3 });
    expect(await order(orderId)).toMatchObject({
      life: 'completed',
      totalMinor: 298_000,
      payment: { method: 'cash', state: 'captured', capturedMinor: 298_000 },
      parcels: [{ method: 'carry_out', state: 'collected', nodeId: here, promises: [] }]
    });
    expect(await cartView(shop.db, cart.cartId)).toMatchObject({ state: 'placed', orderId });
    const movement = await shop.db.selectFrom('stock_movement').selectAll().where('order_id', '=', orderId).execute();
    expect(movement).toMatchObject([{ kind: 'sold', quantity: -2, node_id: here }]);
  });

  test('card: nothing is handed over before the bank has paid, and then at once, though jobs may be faster', async () => {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 5 } });
    const cart = await claimed([{ variantId: mug, quantity: 1 }]);
    const { orderId, orderKey } = await finish(cart, 49_000, 'card');
    expect(await outcomeOf(handOut(shop, asha, { cartKey: cart.till }))).toBe('payment-unknown');

    expect(await authorizePayment(shop, asha, { orderKey, handle: '4111 1111 1111 1111', key: shop.newId() })).toEqual({
      outcome: 'captured'
    });
    await releaseOrder(shop, SYSTEM, { orderId });
    expect(await order(orderId)).toMatchObject({ life: 'confirmed', parcels: [{ state: 'allocated' }] });
    await handOut(shop, asha, { cartKey: cart.till });
    expect(await order(orderId)).toMatchObject({ life: 'completed', parcels: [{ state: 'collected' }] });
  });

  test('nobody paid: after twenty minutes the goods are free again', async () => {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 1 } });
    const cart = await claimed([{ variantId: mug, quantity: 1 }]);
    const { orderId } = await finish(cart, 49_000);
    shop.at(new Date(Date.parse(MORNING) + 21 * 60_000));
    await cancelUnpaidOrder(shop, SYSTEM, { orderId });
    shop.at(MORNING);
    expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 1, allocated: 0 });
    expect(await order(orderId)).toMatchObject({ life: 'cancelled' });
    expect(await outcomeOf(handOut(shop, asha, { cartKey: cart.till }))).toBe('done');
  });

  test('the same press twice is one order; another sum or another version than was told is none', async () => {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 5 } });
    const cart = await claimed([{ variantId: mug, quantity: 1 }]);
    expect(await outcomeOf(finish(cart, 48_000))).toBe('price-changed');
    const version = await versionOf(cart.cartId);
    await addToCart(shop, shopper, { cartKey: cart.cartKey, variantId: mug, quantity: 1, key: shop.newId() });
    const press = { cartKey: cart.till, seenTotalMinor: 98_000, method: 'cash' as const, key: shop.newId() };
    expect(await outcomeOf(finishAtTill(shop, asha, { ...press, version }))).toBe('cart-changed');
    const right = { ...press, version: version + 1 };
    const both = await Promise.all([finishAtTill(shop, asha, right), finishAtTill(shop, asha, right)]);
    expect(both[0]).toEqual(both[1]);
    expect(await outcomeOf(finish(cart, 98_000))).toBe('cart-closed');
  });

  test('what somebody else took from the shelf meanwhile is named, and nothing is ordered', async () => {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 1, [away]: 5 } });
    const cart = await claimed([{ variantId: mug, quantity: 2 }]);
    expect(await outcomeOf(finish(cart, 98_000))).toBe('out-of-stock');
    expect(await cartView(shop.db, cart.cartId)).toMatchObject({ state: 'active', orderId: null });
  });

  test('two tills and the phone finish the same cart at once: one order', async () => {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 9 } });
    const cart = await claimed([{ variantId: mug, quantity: 1 }]);
    const outcomes = await Promise.all([1, 2, 3].map(() => outcomeOf(finish(cart, 49_000))));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    const orders = await shop.db.selectFrom('orders').select('id').where('cart_id', '=', cart.cartId).execute();
    expect(orders).toHaveLength(1);
  });

  test('is for whoever claimed the cart: its owner and strangers do not take money', async () => {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 9 } });
    const cart = await claimed([{ variantId: mug, quantity: 1 }]);
    const ask = { version: await versionOf(cart.cartId), seenTotalMinor: 49_000, method: 'cash' as const };
    expect(await outcomeOf(finishAtTill(shop, shopper, { ...ask, cartKey: cart.cartKey, key: shop.newId() }))).toBe('forbidden');
    expect(await outcomeOf(finishAtTill(shop, asha, { ...ask, cartKey: cart.cartKey, key: shop.newId() }))).toBe('forbidden');
    const other = await aPerson(shop, 'associate', here);
    expect(await outcomeOf(finishAtTill(shop, other, { ...ask, cartKey: cart.till, key: shop.newId() }))).toBe('not-found');
  });
});

describe('partly carried out, partly sent', () => {
  async function planned() {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 5 } });
    const sofa = await aVariant(shop.db, { priceMinor: 900_000, stock: { [away]: 2 } });
    const cart = await claimed([
      { variantId: mug, quantity: 1, pickupNodeId: here },
      { variantId: sofa, quantity: 1 }
    ]);
    await giveDetails(shop, shopper, { cartKey: cart.cartKey, contact, address });
    const sent = aPlan([{ variantId: sofa, quantity: 1 }]);
    const collected = aPlan([{ variantId: mug, quantity: 1 }], {
      method: 'pickup',
      nodeId: here,
      nodeName: 'Indiranagar',
      service: 'pickup'
    });
    const delivery = { ...sent, parcels: [...sent.parcels, ...collected.parcels] };
    const view = await cartView(shop.db, cart.cartId);
    if (!view) throw new Error('no cart');
    const until = new Date(shop.now().getTime() + 1_200_000);
    const wanted = [
      { id: shop.newId(), variantId: mug, nodeId: here, quantity: 1 },
      { id: shop.newId(), variantId: sofa, nodeId: away, quantity: 1 }
    ];
    const event = { type: 'cart.delivery_chosen', topic: `cart:${cart.cartId}`, version: view.version + 1, cartId: cart.cartId } as const;
    const events = [{ ...event, choice: delivery.id, heldUntil: until.toISOString() }];
    await saveCartMove(
      shop.db,
      { cart: view, change: { delivery, step: 'payment' }, events, holds: { wanted, until } },
      { actor: shopper, at: shop.now() }
    );
    return { ...cart, mug, sofa };
  }

  test('is one order: the one leaves with the customer, the other keeps its day', async () => {
    const cart = await planned();
    const { orderId } = await finish(cart, 49_000 + 900_000 + 4900);
    await handOut(shop, asha, { cartKey: cart.till });
    expect(await order(orderId)).toMatchObject({
      life: 'confirmed',
      contact,
      payment: { state: 'captured' },
      parcels: [
        { method: 'carry_out', state: 'collected', promises: [] },
        { method: 'ship', state: 'allocated', nodeId: away, promises: [{ deliverUntil: expect.stringContaining('2026-11-28') }] }
      ]
    });
    expect(await level(shop.db, cart.mug, here)).toMatchObject({ on_hand: 4, held: 0, allocated: 0 });
    expect(await level(shop.db, cart.sofa, away)).toMatchObject({ on_hand: 2, held: 0, allocated: 1 });
    await releaseOrder(shop, SYSTEM, { orderId });
    expect((await order(orderId)).parcels[1]).toMatchObject({ state: 'released' });
  });

  test('what is to be collected at another store is not carried out of this one: its day comes first', async () => {
    const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 5, [elsewhere]: 5 } });
    const cart = await claimed([{ variantId: mug, quantity: 1 }]);
    await addToCart(shop, asha, { cartKey: cart.till, variantId: mug, quantity: 1, pickupNodeId: elsewhere, key: shop.newId() });
    await expect(finish(cart, 98_000)).rejects.toMatchObject({ code: 'delivery-not-chosen', message: expect.stringContaining('Thing') });
    expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 5, allocated: 0 });
  });

  test('what was marked to be sent home, at the till or at a kiosk, is not carried out because it lies here: the address comes first', async () => {
    const kiosk: Shopper = { role: 'shopper', channel: 'pos', kiosk: { id: shop.newId(), nodeId: here } };
    for (const [who, by] of [
      [asha, 'till'],
      [kiosk, 'cartKey']
    ] as const) {
      const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 5 } });
      const lamp = await aVariant(shop.db, { priceMinor: 10_000, stock: { [here]: 5 } });
      const cart = await claimed([{ variantId: lamp, quantity: 1 }]);
      await addToCart(shop, who, { cartKey: cart[by], variantId: mug, quantity: 1, key: shop.newId() });
      await expect(finish(cart, 59_000)).rejects.toMatchObject({ code: 'delivery-not-chosen', message: expect.stringContaining('Thing') });
      expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 5, allocated: 0 });
      const [line] = (await cartView(shop.db, cart.cartId))?.lines.filter(({ variantId }) => variantId === mug) ?? [];
      await changeCartLine(shop, asha, { cartKey: cart.till, lineId: line?.id ?? '', quantity: 0 });
      // What the shopper had put in on their own screen, and never chose a way for, they take along.
      expect(await outcomeOf(finish(cart, 10_000))).toBe('done');
    }
  });

  test('the shopper pays on the phone, and whoever watched hands over what is here', async () => {
    const cart = await planned();
    expect(await askForPayment(shop, asha, { cartKey: cart.till, version: await versionOf(cart.cartId) })).toEqual({ totalMinor: 953_900 });
    const [handOver] = await handOversOf(shop.db, cart.cartId);
    expect(handOver).toMatchObject({ askedMinor: 953_900 });

    const version = await versionOf(cart.cartId);
    const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey: cart.cartKey, version, method: 'upi', key: shop.newId() });
    expect(await outcomeOf(handOut(shop, asha, { cartKey: cart.till }))).toBe('payment-unknown');
    await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez', key: shop.newId() });
    await releaseOrder(shop, SYSTEM, { orderId });
    expect(await handOut(shop, asha, { cartKey: cart.till })).toEqual({ handedOut: 1 });
    expect(await order(orderId)).toMatchObject({
      life: 'confirmed',
      parcels: [
        { method: 'ship', state: 'released' },
        { method: 'pickup', state: 'collected' }
      ]
    });
  });

  test('whoever changes the lines takes the plan away: then everything is carried out, or nothing is ordered', async () => {
    const cart = await planned();
    await addToCart(shop, asha, { cartKey: cart.till, variantId: cart.mug, quantity: 1, pickupNodeId: here, key: shop.newId() });
    expect((await cartView(shop.db, cart.cartId))?.delivery).toBeNull();
    expect(await outcomeOf(finish(cart, 98_000 + 900_000))).toBe('out-of-stock');
  });
});
