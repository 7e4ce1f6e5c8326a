import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharesOf } from '#db/queries/cart-grants.ts';
import { cartView } from '#db/queries/carts.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { acceptCartPrices } from '#lib/commerce/cart/accept-cart-prices.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { revokeShare } from '#lib/commerce/cart/revoke-share.server.ts';
import { shareCart } from '#lib/commerce/cart/share-cart.server.ts';
import { MOST_LINKS } from '#lib/commerce/cart/share-links.ts';
import { undoMerge } from '#lib/commerce/cart/undo-merge.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { cartEndpoints } from '#lib/server/api/endpoints/carts.ts';
import { aCart, address, aVariant, contact, shopper } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const STORE = 'blr-indiranagar';

async function aShared(may: 'view' | 'edit') {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const cart = await aCart(shop);
  await addToCart(shop, shopper, { cartKey: cart.cartKey, variantId, quantity: 2, key: shop.newId() });
  const { grantKey } = await shareCart(shop, shopper, { cartKey: cart.cartKey, may, label: 'For Arun 🎁', key: shop.newId() });
  return { ...cart, variantId, grantKey, grantId: shop.keys.open('grant', grantKey) ?? '' };
}

const more = (variantId: string, by: number) =>
  ({ id: shop.newId(), baseVersion: 1, madeAt: MORNING, kind: 'change', variantId, pickupNodeId: null, by }) as const;
const quantityIn = async (cartId: string) => (await cartView(shop.db, cartId))?.lines[0]?.quantity;

test('a link to look at shows the cart and changes nothing', async () => {
  const { cartId, grantKey, variantId } = await aShared('view');
  expect((await openedCart(shop, shopper, grantKey, 'view')).cartId).toBe(cartId);
  await expect(applyOperations(shop, shopper, { cartKey: grantKey, operations: [more(variantId, 1)] })).rejects.toMatchObject({
    code: 'not-allowed'
  });
  expect(await quantityIn(cartId)).toBe(2);
});

test('a link to change lets another person change it, and each line says by whose link', async () => {
  const { cartId, grantKey, variantId } = await aShared('edit');
  const { cart } = await applyOperations(shop, shopper, { cartKey: grantKey, operations: [more(variantId, 1)] });
  expect(await quantityIn(cartId)).toBe(3);
  expect(cart.latest?.by).toMatchObject({ link: 'For Arun 🎁' });
});

test('whoever came by a link never learns or decides who buys, where it goes and how it is paid', async () => {
  const { cartId, cartKey, grantKey } = await aShared('edit');
  await giveDetails(shop, shopper, { cartKey, contact, address });
  const refused = { code: 'not-allowed' };
  await expect(giveDetails(shop, shopper, { cartKey: grantKey, contact, address })).rejects.toMatchObject(refused);
  await expect(chooseDelivery(shop, shopper, { cartKey: grantKey, choice: 'standard' })).rejects.toMatchObject(refused);
  await expect(acceptCartPrices(shop, shopper, { cartKey: grantKey })).rejects.toMatchObject(refused);
  const order = { cartKey: grantKey, version: 4, method: 'upi' as const, key: shop.newId() };
  await expect(placeOrder(shop, shopper, order)).rejects.toMatchObject(refused);
  const read = cartEndpoints.find(({ operationId }) => operationId === 'readCart');
  const answer = await read?.run(shop, shopper, { params: { cartKey: grantKey }, query: {}, body: undefined, key: '', from: '' } as never);
  expect(answer).toMatchObject({ id: cartId, postcode: null, delivery: null, orderId: null });
  expect(JSON.stringify(answer)).not.toMatch(
    new RegExp([contact.email, contact.name, contact.phone, address.line1, address.postcode].join('|'))
  );
});

test('only the owner makes links, takes them back and undoes', async () => {
  const { grantKey, grantId } = await aShared('edit');
  const refused = { code: 'not-found' };
  await expect(shareCart(shop, shopper, { cartKey: grantKey, may: 'edit', label: 'More', key: 'k' })).rejects.toMatchObject(refused);
  await expect(revokeShare(shop, shopper, { cartKey: grantKey, grantId })).rejects.toMatchObject(refused);
  await expect(undoMerge(shop, shopper, { cartKey: grantKey })).rejects.toMatchObject(refused);
});

test('a link that was taken back, is over or was never made opens nothing, all in the same way', async () => {
  const { cartKey, grantKey, grantId, variantId } = await aShared('edit');
  const other = await aCart(shop);
  await revokeShare(shop, shopper, { cartKey: other.cartKey, grantId });
  expect((await openedCart(shop, shopper, grantKey)).grant?.id).toBe(grantId);

  await revokeShare(shop, shopper, { cartKey, grantId });
  await revokeShare(shop, shopper, { cartKey, grantId });
  const nothing = { code: 'not-found', message: 'not-found' };
  await expect(openedCart(shop, shopper, grantKey, 'view')).rejects.toMatchObject(nothing);
  await expect(applyOperations(shop, shopper, { cartKey: grantKey, operations: [more(variantId, 1)] })).rejects.toMatchObject(nothing);
  await expect(openedCart(shop, shopper, shop.keys.make('grant', shop.newId()), 'view')).rejects.toMatchObject(nothing);
  await expect(openedCart(shop, shopper, 'A'.repeat(43), 'view')).rejects.toMatchObject(nothing);

  const late = await aShared('view');
  shop.at('2026-12-25T05:00:00Z');
  await expect(openedCart(shop, shopper, late.grantKey, 'view')).rejects.toMatchObject(nothing);
  shop.at(MORNING);
});

test('one link a key, also at the same moment; never more than the most', async () => {
  const { cartId, cartKey } = await aCart(shop);
  const one = () => shareCart(shop, shopper, { cartKey, may: 'view', label: 'Once', key: 'one press' });
  const keys = await Promise.all([one(), one(), one()]);
  expect(new Set(keys.map(({ grantKey }) => grantKey)).size).toBe(1);

  const all = await Promise.allSettled(
    Array.from({ length: MOST_LINKS + 4 }, (_, at) =>
      shareCart(shop, shopper, { cartKey, may: 'view', label: `Link ${at}`, key: shop.newId() })
    )
  );
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_LINKS - 1);
  expect(all.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'links-full' } });
  expect(await sharesOf(shop.db, cartId, shop.now())).toHaveLength(MOST_LINKS);
});

test('a link taken back by two at the same moment is told once', async () => {
  const { cartId, cartKey, grantId } = await aShared('view');
  await Promise.all([1, 2, 3].map(() => revokeShare(shop, shopper, { cartKey, grantId })));
  const told = await shop.db
    .selectFrom('event')
    .select('version')
    .where('topic', '=', `cart:${cartId}`)
    .where('type', '=', 'cart.link_revoked')
    .execute();
  expect(told).toHaveLength(1);
});
