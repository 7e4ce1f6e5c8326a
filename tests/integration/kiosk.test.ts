import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartView } from '#db/queries/carts.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { cartSnapshots } from '#db/queries/live-carts.ts';
import { handOversOf } from '#db/queries/hand-over.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { claimHandOver } from '#lib/commerce/hand-over/claim-hand-over.server.ts';
import { finishAtTill } from '#lib/commerce/hand-over/finish-at-till.server.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { takeCart } from '#lib/commerce/hand-over/take-cart.server.ts';
import { KIOSK_CLAIM_MS } from '#lib/commerce/hand-over/hand-over-code.ts';
import { revokeHandOver } from '#lib/commerce/hand-over/revoke-hand-over.server.ts';
import { endKiosk } from '#lib/commerce/staff/end-kiosk.server.ts';
import { startKiosk } from '#lib/commerce/staff/start-kiosk.server.ts';
import { claimByCode } from '#lib/server/claim-by-code.ts';
import { kioskFrom } from '#lib/server/kiosk-cookie.ts';
import { bringAlong } from '../../src/routes/bring-along.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { aCart, aVariant, shopper } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, everybody, outcomeOf, type Person } from '#tests/support/staff.ts';

const HERE = 'blr-indiranagar';
let shop: TestShop;
let asha: Person;
/** As the pages of the kiosk act. */
let visitor: AtKiosk;

beforeAll(async () => {
  shop = await openShop();
  asha = await aPerson(shop, 'associate', HERE);
  visitor = await aKiosk();
});
afterAll(async () => shop.close());

type AtKiosk = Shopper & { kiosk: { id: string; nodeId: string } };

async function aKiosk(): Promise<AtKiosk> {
  const { kioskId } = await startKiosk(shop, asha);
  return { role: 'shopper', channel: 'pos', kiosk: { id: kioskId, nodeId: HERE } };
}

async function aPhonesCart() {
  const cart = await aCart(shop);
  const lamp = await aVariant(shop.db, { stock: { [HERE]: 9 }, priceMinor: 50_000 });
  await addToCart(shop, shopper, { cartKey: cart.cartKey, variantId: lamp, quantity: 1, key: shop.newId() });
  return { ...cart, lamp, ...(await offerHandOver(shop, shopper, { cartKey: cart.cartKey })) };
}

const TERMINAL = 'the kiosk at Indiranagar';
const claim = async (who: AtKiosk, code: string) => claimHandOver(shop, who, { shown: { code }, terminal: TERMINAL });

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

describe('a phone’s cart', () => {
  test('is open at the kiosk too, where the shopper changes it and the phone reads where that was', async () => {
    const phone = await aPhonesCart();
    const { cartKey, cartId } = await claim(visitor, phone.code);
    expect(cartId).toBe(phone.cartId);
    await addToCart(shop, visitor, { cartKey, variantId: phone.lamp, quantity: 2, pickupNodeId: HERE, key: shop.newId() });
    const [snapshot] = await cartSnapshots(shop.db, [cartId]);
    expect(snapshot?.lines.map(({ quantity }) => quantity)).toEqual([1, 2]);
    expect(snapshot?.lines[1]?.by).toMatchObject({ role: 'shopper', name: null, device: 'kiosk', nodeId: HERE });
    expect((await handOversOf(shop.db, cartId))[0]).toMatchObject({ state: 'claimed', claimedBy: TERMINAL });
  });

  test('is in the hands of one of a hundred screens and tills that come at once', async () => {
    const { code, cartId } = await aPhonesCart();
    const screens = [visitor, await aKiosk()];
    const claims = Array.from({ length: 100 }, (_, index) =>
      index % 3 === 0 ? claimHandOver(shop, asha, { shown: { code }, terminal: 'till 2' }) : claim(screens[index % 2] ?? visitor, code)
    );
    const outcomes = await Promise.all(claims.map(outcomeOf));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', 'code-wrong']));
    expect(await shop.db.selectFrom('cart_grant').select('id').where('cart_id', '=', cartId).execute()).toHaveLength(1);
  });

  test('opens at that screen and at no other, never buys there, and not for half an hour more', async () => {
    const { code } = await aPhonesCart();
    const { cartKey } = await claim(visitor, code);
    expect(await outcomeOf(openedCart(shop, visitor, cartKey))).toBe('done');
    for (const who of [await aKiosk(), shopper, asha]) expect(await outcomeOf(openedCart(shop, who, cartKey))).toBe('not-found');
    expect(await outcomeOf(openedCart(shop, visitor, cartKey, 'buy'))).toBe('not-allowed');
    shop.at(new Date(Date.parse(MORNING) + KIOSK_CLAIM_MS));
    expect(await outcomeOf(openedCart(shop, visitor, cartKey))).toBe('not-found');
    shop.at(MORNING);
  });

  test('is given up with the visit, or taken back on the phone', async () => {
    const first = await aPhonesCart();
    const here = await claim(visitor, first.code);
    await revokeHandOver(shop, visitor, { cartKey: here.cartKey });
    expect(await outcomeOf(openedCart(shop, visitor, here.cartKey))).toBe('not-found');
    const events = await shop.db
      .selectFrom('event')
      .select('data')
      .where('topic', '=', `cart:${first.cartId}`)
      .orderBy('version')
      .execute();
    expect(events.at(-1)?.data).toMatchObject({ by: 'kiosk' });

    const second = await offerHandOver(shop, shopper, { cartKey: first.cartKey });
    const again = await claim(visitor, second.code);
    await revokeHandOver(shop, shopper, { cartKey: first.cartKey, handOverId: second.handOverId });
    expect(await outcomeOf(openedCart(shop, visitor, again.cartKey))).toBe('not-found');
  });

  test('takes in what was put together at the kiosk, in one piece, and says what could not come along', async () => {
    const phone = await aPhonesCart();
    const own = await openCart(shop, visitor, { key: shop.newId() });
    const few = await aVariant(shop.db, { stock: { [HERE]: 2 }, priceMinor: 10_000 });
    await addToCart(shop, visitor, { cartKey: own.cartKey, variantId: phone.lamp, quantity: 1, key: shop.newId() });
    await addToCart(shop, visitor, { cartKey: own.cartKey, variantId: few, quantity: 2, pickupNodeId: HERE, key: shop.newId() });
    const from = await cartView(shop.db, own.cartId);
    const { product_id } = await shop.db.selectFrom('variant').select('product_id').where('id', '=', few).executeTakeFirstOrThrow();
    await shop.db.updateTable('product').set({ status: 'archived' }).where('id', '=', product_id).execute();
    const { cartKey } = await claim(visitor, phone.code);
    const left = await bringAlong(shop, visitor, { from: from!, cartKey });
    expect(left).toMatchObject([{ title: from?.lines[1]?.title }]);
    expect((await cartView(shop.db, phone.cartId))?.lines.map(({ quantity }) => quantity)).toEqual([2]);
  });

  test('is guessed at from a kiosk no more often than from a till', async () => {
    const screen = await aKiosk();
    const guess = async (typed: string) =>
      outcomeOf(claimByCode(shop, screen, { typed, terminal: screen.kiosk.id, label: TERMINAL, address: '10.9.9.9' }));
    for (let tries = 0; tries < 5; tries++) expect(await guess(shop.newCode(8))).toBe('code-wrong');
    expect(await guess((await aPhonesCart()).code)).toBe('too-many-requests');
  });
});

describe('a screen', () => {
  const cookieOf = (secret: string) => `a=b; __Host-kiosk=${secret}; c=d`;

  test('is known by its secret for a month, and one that was made up is none', async () => {
    const { kioskId, secret } = await startKiosk(shop, asha);
    const later = (days: number) => new Date(Date.parse(MORNING) + days * 86_400_000);
    expect(await kioskFrom(cookieOf(secret), shop.db, shop.now())).toEqual({ id: kioskId, nodeId: HERE });
    expect(await kioskFrom(cookieOf(secret), shop.db, later(29))).toEqual({ id: kioskId, nodeId: HERE });
    expect(await kioskFrom(cookieOf(secret), shop.db, later(31))).toBeUndefined();
    for (const odd of ['', 'x', `${secret}x`, secret.slice(0, -1), `${secret.slice(0, -1)}_`]) {
      expect(await kioskFrom(cookieOf(odd), shop.db, shop.now())).toBeUndefined();
    }
    const row = await shop.db.selectFrom('kiosk').selectAll().where('id', '=', kioskId).executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(row.last_seen_at).toEqual(later(29));
  });

  test('that is ended is none any more, and what a phone had brought to it is out of its hands', async () => {
    const { kioskId, secret } = await startKiosk(shop, asha);
    const screen: AtKiosk = { role: 'shopper', channel: 'pos', kiosk: { id: kioskId, nodeId: HERE } };
    const phone = await aPhonesCart();
    const { cartKey } = await claim(screen, phone.code);
    const away = await aPerson(shop, 'associate', 'blr-whitefield');
    expect(await outcomeOf(endKiosk(shop, away, { kioskId }))).toBe('forbidden');
    expect(await outcomeOf(endKiosk(shop, visitor, { kioskId }))).toBe('forbidden');
    expect(await outcomeOf(endKiosk(shop, await aPerson(shop, 'manager'), { kioskId: shop.newId() }))).toBe('not-found');
    await Promise.all([endKiosk(shop, asha, { kioskId }), endKiosk(shop, asha, { kioskId })]);
    expect(await kioskFrom(cookieOf(secret), shop.db, shop.now())).toBeUndefined();
    expect(await outcomeOf(openedCart(shop, screen, cartKey))).toBe('not-found');
    expect((await handOversOf(shop.db, phone.cartId))[0]).toMatchObject({ state: 'ended' });
    const told = await shop.db.selectFrom('event').select('type').where('topic', '=', `kiosk:${kioskId}`).orderBy('version').execute();
    expect(told.map(({ type }) => type)).toEqual(['kiosk.started', 'kiosk.ended']);
  });

  test('is started by whoever sells at a store, and by nobody else', async () => {
    const refused = everybody(HERE).filter(
      ({ role, ...who }) => !(['associate', 'manager', 'admin'].includes(role) && 'nodeId' in who && who.nodeId)
    );
    expect(refused).toHaveLength(9);
    expect(new Set(await Promise.all(refused.map(async (who) => outcomeOf(startKiosk(shop, who)))))).toEqual(new Set(['forbidden']));
  });
});
