import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartView } from '#db/queries/carts.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { claimHandOver } from '#lib/commerce/hand-over/claim-hand-over.server.ts';
import { finishAtTill } from '#lib/commerce/hand-over/finish-at-till.server.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { takeCart } from '#lib/commerce/hand-over/take-cart.server.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { aVariant, shopper } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, outcomeOf, type Person } from '#tests/support/staff.ts';

const HERE = 'blr-indiranagar';
/** As the pages of the kiosk act. */
const visitor: Shopper = { role: 'shopper', channel: 'pos' };
let shop: TestShop;
let asha: Person;

beforeAll(async () => {
  shop = await openShop();
  asha = await aPerson(shop, 'associate', HERE);
});
afterAll(async () => shop.close());

async function atKiosk() {
  const lamp = await aVariant(shop.db, { stock: { [HERE]: 4 }, priceMinor: 50_000 });
  const { cartKey, cartId } = await openCart(shop, visitor, { key: shop.newId() });
  await addToCart(shop, visitor, { cartKey, variantId: lamp, quantity: 2, pickupNodeId: HERE, key: shop.newId() });
  return { cartKey, cartId, ...(await offerHandOver(shop, visitor, { cartKey })) };
}

test('a cart that was begun at a kiosk is paid at the till by its code', async () => {
  const { code, cartId } = await atKiosk();
  const { cartKey } = await claimHandOver(shop, asha, { shown: { code }, terminal: 'the till at Indiranagar' });
  const cart = await cartView(shop.db, cartId);
  const asked = { cartKey, version: cart?.version ?? 0, seenTotalMinor: 100_000, method: 'cash' as const, key: shop.newId() };
  const { orderId } = await finishAtTill(shop, asha, asked);
  const order = await shop.db.selectFrom('orders').select(['channel', 'total_minor']).where('id', '=', orderId).executeTakeFirstOrThrow();
  expect(order).toEqual({ channel: 'pos', total_minor: 100_000 });
});

test('or goes on on a phone by the picture, once, and the code opens nothing after that', async () => {
  const { token, code, cartId } = await atKiosk();
  expect((await takeCart(shop, shopper, { token, device: 'another phone' })).cartId).toBe(cartId);
  expect(await outcomeOf(takeCart(shop, shopper, { token, device: 'a third one' }))).toBe('code-wrong');
  expect(await outcomeOf(claimHandOver(shop, asha, { shown: { code }, terminal: 'till' }))).toBe('code-wrong');
});
