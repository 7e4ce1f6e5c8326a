import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addressesOf, defaultAddressOf } from '#db/queries/customer-addresses.ts';
import { customerData } from '#db/queries/customer-data.ts';
import { countGuestOrders, ordersOfCustomer } from '#db/queries/customer-orders.ts';
import { newestMails } from '#db/queries/mail.ts';
import { findAccount } from '#db/queries/users.ts';
import { askForOrders, claimOrders } from '#lib/commerce/customers/claim-orders.server.ts';
import { changeDetails } from '#lib/commerce/customers/change-details.server.ts';
import { confirmSignUp } from '#lib/commerce/customers/confirm-sign-up.server.ts';
import { endAccount } from '#lib/commerce/customers/end-account.server.ts';
import { endOtherSessions, endSession } from '#lib/commerce/customers/end-session.server.ts';
import { keepAddress, removeAddress } from '#lib/commerce/customers/keep-address.server.ts';
import { signUp } from '#lib/commerce/customers/sign-up.server.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { sessionHandle } from '#lib/server/session-adapter.ts';
import { GUEST, visitorFrom } from '#lib/server/session.ts';
import { aCheckout } from '#tests/support/checkout.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { latestMail, secretIn } from '#tests/support/mailbox.ts';
import { address, aVariant, contact, shopper } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, outcomeOf } from '#tests/support/staff.ts';

const NODE = 'blr-domlur';
let shop: TestShop;
let mug: string;
let rhea: Customer;
let ravi: Customer;

beforeAll(async () => {
  shop = await openShop();
  mug = await aVariant(shop.db, { stock: { [NODE]: 500 } });
});
afterAll(async () => shop.close());
beforeEach(async () => {
  [rhea, ravi] = [await aCustomer(shop), await aCustomer(shop, { name: 'Ravi Rao' })];
});

const orderOf = async (orderId: string) => shop.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow();

async function ordered(email: string): Promise<{ orderId: string; cartId: string }> {
  const { cartKey, cartId, version } = await aCheckout(shop, [{ variantId: mug, quantity: 1 }]);
  await shop.db
    .updateTable('cart')
    .set({ contact: JSON.stringify({ ...contact, email }) })
    .where('id', '=', cartId)
    .execute();
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  return { orderId, cartId };
}

test('an order belongs to the account of its cart or of whoever places it, and is in their list alone', async () => {
  const { cartKey, version } = await aCheckout(shop, [{ variantId: mug, quantity: 2 }]);
  const mine = await placeOrder(shop, rhea, { cartKey, version, method: 'upi', key: shop.newId() });
  const theirs = await aCheckout(shop, [{ variantId: mug, quantity: 1 }]);
  await shop.db.updateTable('cart').set({ customer_id: ravi.customerId }).where('id', '=', theirs.cartId).execute();
  const asked = { cartKey: theirs.cartKey, version: theirs.version, method: 'upi', key: shop.newId() } as const;
  const his = await placeOrder(shop, await aPerson(shop, 'associate', NODE), asked);
  expect((await orderOf(mine.orderId)).customer_id).toBe(rhea.customerId);
  expect((await orderOf(his.orderId)).customer_id).toBe(ravi.customerId);
  const list = await ordersOfCustomer(shop.db, rhea.customerId, { limit: 9 });
  expect(list).toMatchObject([{ number: mine.number, life: 'placed', what: expect.stringMatching(/^2 × Thing/) as string }]);
});

test('an account has one open cart, however many devices open one at once', async () => {
  const opened = await Promise.all(Array.from({ length: 6 }, async () => openCart(shop, rhea)));
  expect(new Set(opened.map(({ cartId }) => cartId)).size).toBe(1);
  const other = await openCart(shop, ravi);
  expect(other.cartId).not.toBe(opened[0]?.cartId);
});

test('addresses: the first is used first, another one when it is said, and the oldest left when that one goes', async () => {
  const keep = async (line1: string, more: { id?: string; isDefault?: boolean } = {}) =>
    keepAddress(shop, rhea, { address: { ...address, line1 }, isDefault: false, ...more });
  const lines = async () => (await addressesOf(shop.db, rhea.customerId)).map((one) => `${one.address.line1}${one.isDefault ? '*' : ''}`);
  const [home, work] = [await keep('home'), await keep('work')];
  expect(await lines()).toEqual(['home*', 'work']);
  await keep('work, 2nd floor', { id: work.id, isDefault: true });
  expect(await lines()).toEqual(['work, 2nd floor*', 'home']);
  await keep('work, 3rd floor', { id: work.id });
  expect(await defaultAddressOf(shop.db, rhea.customerId)).toEqual({ ...address, line1: 'work, 3rd floor' });
  await removeAddress(shop, rhea, work);
  expect(await lines()).toEqual(['home*']);
  await removeAddress(shop, rhea, home);
  expect(await lines()).toEqual([]);
});

test('addresses of somebody else are not there, and there are twenty at most; two at once leave one default', async () => {
  const { id } = await keepAddress(shop, rhea, { address, isDefault: false });
  expect(await outcomeOf(keepAddress(shop, ravi, { id, address, isDefault: true }))).toBe('not-found');
  expect(await outcomeOf(removeAddress(shop, ravi, { id }))).toBe('not-found');
  expect(await outcomeOf(keepAddress(shop, GUEST, { address, isDefault: true }))).toBe('not-allowed');
  const many = await Promise.all(Array.from({ length: 21 }, async () => outcomeOf(keepAddress(shop, rhea, { address, isDefault: true }))));
  expect(many.filter((one) => one === 'addresses-full')).toHaveLength(2);
  expect((await addressesOf(shop.db, rhea.customerId)).filter(({ isDefault }) => isDefault)).toHaveLength(1);
});

test('name and phone are theirs to change', async () => {
  await changeDetails(shop, rhea, { name: 'ರಿಯಾ', phone: '98450 12345' });
  expect(await findAccount(shop.db, rhea.customerId)).toMatchObject({ name: 'ರಿಯಾ', phone: '98450 12345' });
  expect(await outcomeOf(changeDetails(shop, GUEST, { name: 'x', phone: '' }))).toBe('not-allowed');
});

test('signing out there ends that session alone, and only one’s own; everywhere else leaves this one', async () => {
  const cookies = [await shopperCookie(shop, rhea), await shopperCookie(shop, rhea), await shopperCookie(shop, rhea)];
  const names = cookies.map((cookie) => sessionHandle(cookie.split('=')[1] ?? ''));
  const running = async () => Promise.all(cookies.map(async (cookie) => (await visitorFrom({ cookie }, shop.db)).session !== undefined));
  expect(await outcomeOf(endSession(shop, ravi, { name: names[0] ?? '' }))).toBe('not-found');
  await endSession(shop, rhea, { name: names[0] ?? '' });
  expect(await running()).toEqual([false, true, true]);
  await endOtherSessions(shop, rhea, { keep: names[2] ?? '' });
  expect(await running()).toEqual([false, false, true]);
});

test('earlier orders with the same address come into the account by a mailed link: once, and into no other', async () => {
  const { orderId } = await ordered(rhea.email.toUpperCase());
  const others = await ordered(ravi.email);
  expect(await ordersOfCustomer(shop.db, rhea.customerId, { limit: 9 })).toEqual([]);
  await askForOrders(shop, rhea);
  const secret = await secretIn(shop, rhea.email);
  expect(await outcomeOf(claimOrders(shop, ravi, { secret }))).toBe('link-over');
  expect(await outcomeOf(claimOrders(shop, GUEST, { secret }))).toBe('not-allowed');
  const claims = await Promise.all([outcomeOf(claimOrders(shop, rhea, { secret })), outcomeOf(claimOrders(shop, rhea, { secret }))]);
  expect(claims.toSorted()).toEqual(['done', 'link-over']);
  expect((await ordersOfCustomer(shop.db, rhea.customerId, { limit: 9 })).map(({ id }) => id)).toEqual([orderId]);
  expect((await orderOf(others.orderId)).customer_id).toBeNull();
  expect(await countGuestOrders(shop.db, rhea.email)).toBe(0);
  expect(await outcomeOf(askForOrders(shop, rhea))).toBe('not-found');
});

test('whoever finishes an account is sent the link to the orders they made before', async () => {
  const email = `before-${shop.newId()}@example.com`;
  await ordered(email);
  await signUp(shop, GUEST, { email, name: 'Ravi', password: 'a lamp of many colours', browser: 'B'.repeat(43), address: shop.newId() });
  await confirmSignUp(shop, GUEST, { secret: await secretIn(shop, email), browser: 'B'.repeat(43) });
  expect((await latestMail(shop, email)).subject).toBe('Your earlier orders at mez');
});

test('everything that is kept about somebody is in one file, and nothing of anybody else', async () => {
  const { cartKey, cartId } = await openCart(shop, rhea);
  await addToCart(shop, rhea, { cartKey, variantId: mug, quantity: 3, key: shop.newId() });
  await keepAddress(shop, rhea, { address: { ...address, line1: 'My Street' }, isDefault: true });
  await keepAddress(shop, ravi, { address: { ...address, line1: 'His Street' }, isDefault: true });
  const { orderId } = await ordered(rhea.email);
  await askForOrders(shop, rhea);
  const secret = await secretIn(shop, rhea.email);
  await claimOrders(shop, rhea, { secret });
  const cookie = await shopperCookie(shop, rhea);
  const data = await customerData(shop.db, rhea.customerId);
  expect(data).toMatchObject({
    account: { email: rhea.email, name: rhea.name },
    addresses: [{ line1: 'My Street', isDefault: true }],
    devices: [{ label: 'Another program' }],
    carts: [{ state: 'active', lines: [{ quantity: 3 }], operations: [{ kind: 'add', outcome: 'applied' }] }],
    orders: [{ number: (await orderOf(orderId)).number, contact: { email: rhea.email }, lines: [{ quantity: 1 }] }],
    mails: [{ subject: 'Your earlier orders at mez', text: null }]
  });
  const text = JSON.stringify(data);
  const value = cookie.split('=')[1] ?? '';
  for (const secretive of ['His Street', ravi.email, secret, value, sessionHandle(value), 'argon2', cartKey, cartId])
    expect(text).not.toContain(secretive);
  expect(await customerData(shop.db, shop.newId())).toBeUndefined();
});

test('deleting the account takes every personal word along and leaves the numbers', async () => {
  const { email, ...me } = rhea;
  const { cartKey, cartId } = await openCart(shop, me);
  await addToCart(shop, me, { cartKey, variantId: mug, quantity: 1, key: shop.newId() });
  await keepAddress(shop, me, { address, isDefault: true });
  const cookie = await shopperCookie(shop, rhea);
  const { cartKey: bought, version, cartId: boughtId } = await aCheckout(shop, [{ variantId: mug, quantity: 2 }]);
  const own = JSON.stringify({ ...contact, email, name: rhea.name });
  await shop.db.updateTable('cart').set({ contact: own, note: 'for Rhea' }).where('id', '=', boughtId).execute();
  const { orderId } = await placeOrder(shop, me, { cartKey: bought, version, method: 'cash_on_delivery', key: shop.newId() });
  const before = await orderOf(orderId);
  const parcel = await shop.db.selectFrom('fulfilment_order').select('id').where('order_id', '=', orderId).executeTakeFirstOrThrow();
  const wish = { fulfilment_order_id: parcel.id, safe_place: 'Behind the blue pots', door_pin: '4071', pin_at: shop.now(), at: shop.now() };
  await shop.db.insertInto('parcel_wish').values(wish).execute();
  const shipment = { id: shop.newId(), fulfilment_order_id: parcel.id, carrier: 'c', service: 'standard', tracking_number: 'N1' };
  await shop.db
    .insertInto('shipment')
    .values({ ...shipment, state: 'delivered', created_at: shop.now() })
    .execute();
  const label = { shipment_id: shipment.id, pdf: Buffer.from(`%PDF-1.4 ${address.line1}`), at: shop.now() };
  await shop.db.insertInto('carrier_label').values(label).execute();

  expect(await outcomeOf(endAccount(shop, me))).toBe('orders-under-way');
  await shop.db.updateTable('orders').set({ life: 'completed' }).where('id', '=', orderId).execute();
  await shop.db.updateTable('cart').set({ customer_id: rhea.customerId }).where('id', '=', boughtId).execute();
  await endAccount(shop, me);

  const after = await orderOf(orderId);
  expect(after).toMatchObject({ number: before.number, total_minor: before.total_minor, note: '' });
  expect(after.contact).toEqual({ email: '', name: '', phone: '' });
  const kept = [
    await shop.db.selectFrom('orders').selectAll().where('customer_id', '=', rhea.customerId).execute(),
    await shop.db.selectFrom('cart').selectAll().where('customer_id', '=', rhea.customerId).execute(),
    await shop.db.selectFrom('cart_line').selectAll().where('cart_id', 'in', [cartId, boughtId]).execute(),
    await shop.db.selectFrom('cart_operation').selectAll().where('cart_id', 'in', [cartId, boughtId]).execute(),
    await shop.db.selectFrom('app_user').selectAll().where('id', '=', rhea.customerId).execute(),
    await addressesOf(shop.db, rhea.customerId),
    await shop.db.selectFrom('parcel_wish').selectAll().execute(),
    await shop.db
      .selectFrom('event')
      .selectAll()
      .where('topic', 'in', [`cart:${cartId}`, `cart:${boughtId}`, `order:${orderId}`])
      .execute()
  ];
  expect(await shop.db.selectFrom('carrier_label').selectAll().execute()).toEqual([]);
  const text = JSON.stringify(kept);
  for (const word of [email, rhea.name, address.line1, contact.phone, 'for Rhea', wish.safe_place, wish.door_pin])
    expect(text).not.toContain(word);
  expect((await visitorFrom({ cookie }, shop.db)).actor).toEqual(GUEST);
  expect((await newestMails(shop.db, { to: email, limit: 9 })).map(({ subject }) => subject)).toEqual(['Your account at mez is deleted']);
  expect(await findAccount(shop.db, rhea.customerId)).toBeUndefined();
  expect(await outcomeOf(endAccount(shop, me))).toBe('not-allowed');
  // The address is free again.
  await aCustomer(shop, { email });
});
