import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartView } from '#db/queries/carts.ts';
import { expireOffers, handOversOf } from '#db/queries/hand-over.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { claimHandOver } from '#lib/commerce/hand-over/claim-hand-over.server.ts';
import { MANY_WRONG_TRIES, readHandOver } from '#lib/commerce/hand-over/hand-over-code.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { revokeHandOver } from '#lib/commerce/hand-over/revoke-hand-over.server.ts';
import { sendCartToPhone } from '#lib/commerce/hand-over/send-cart-to-phone.server.ts';
import { startCartAtTill } from '#lib/commerce/hand-over/start-cart-at-till.server.ts';
import { takeCart } from '#lib/commerce/hand-over/take-cart.server.ts';
import { claimByCode } from '#lib/server/claim-by-code.ts';
import { aCart, aVariant, shopper } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, everybody, outcomeOf, type Person } from '#tests/support/staff.ts';

const here = 'blr-indiranagar';
let shop: TestShop;
let asha: Person;
let ravi: Person;

beforeAll(async () => {
  shop = await openShop();
  asha = await aPerson(shop, 'associate', here);
  ravi = await aPerson(shop, 'associate', here);
});
afterAll(async () => shop.close());

const claim = (who: Person, code: string, terminal = 'till 2') =>
  claimHandOver(shop, who, { shown: readHandOver(code) ?? { code }, terminal });

async function aFilledCart() {
  const cart = await aCart(shop);
  const mug = await aVariant(shop.db, { stock: { [here]: 9 } });
  const { lineId } = await addToCart(shop, shopper, { cartKey: cart.cartKey, variantId: mug, quantity: 1, key: shop.newId() });
  return { ...cart, mug, lineId };
}

async function anOffer() {
  const cart = await aFilledCart();
  return { ...cart, ...(await offerHandOver(shop, shopper, { cartKey: cart.cartKey })) };
}

describe('a code', () => {
  test('lets whoever stands at a counter change the cart, and both sides see the same one', async () => {
    const offer = await anOffer();
    expect(offer.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    const { cartKey, cartId } = await claim(asha, offer.code.toLowerCase());
    expect(cartId).toBe(offer.cartId);
    await addToCart(shop, asha, { cartKey, variantId: offer.mug, quantity: 2, key: shop.newId() });
    expect((await cartView(shop.db, cartId))?.lines).toMatchObject([{ quantity: 3 }]);
    const [handOver] = await handOversOf(shop.db, cartId);
    expect(handOver).toMatchObject({ state: 'claimed', claimedBy: 'till 2 by The' });
  });

  test('is stored nowhere: only its seal is', async () => {
    const offer = await anOffer();
    const row = await shop.db.selectFrom('hand_over').selectAll().where('id', '=', offer.handOverId).executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(offer.code);
    expect(JSON.stringify(row)).not.toContain(offer.token);
    expect(row.code_seal).toMatch(/^[0-9a-f]{64}$/);
  });

  test('opens once; wrong, used, lapsed, taken back and replaced ones are told alike', async () => {
    const used = await anOffer();
    await claim(asha, used.code);
    const replaced = await anOffer();
    await offerHandOver(shop, shopper, { cartKey: replaced.cartKey });
    const back = await anOffer();
    await revokeHandOver(shop, shopper, { cartKey: back.cartKey, handOverId: back.handOverId });
    const lapsed = await anOffer();
    for (const code of ['ZZZZZZZZ', used.code, replaced.code, back.code]) expect(await outcomeOf(claim(ravi, code))).toBe('code-wrong');
    shop.at(new Date(Date.parse(MORNING) + 10 * 60_000));
    expect(await outcomeOf(claim(ravi, lapsed.code))).toBe('code-wrong');
    expect(await outcomeOf(takeCart(shop, shopper, { token: lapsed.token, device: 'another phone' }))).toBe('code-wrong');
    expect(await expireOffers(shop.db, shop.now())).toBeGreaterThan(0);
    expect(await expireOffers(shop.db, shop.now())).toBe(0);
    expect((await handOversOf(shop.db, lapsed.cartId))[0]).toMatchObject({ state: 'expired' });
    shop.at(MORNING);
  });

  test('lets in exactly one of a hundred who come at the same moment', async () => {
    const offer = await anOffer();
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => outcomeOf(claim(index % 2 === 0 ? asha : ravi, offer.code, `till ${index}`)))
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', 'code-wrong']));
    const grants = await shop.db.selectFrom('cart_grant').select('id').where('cart_id', '=', offer.cartId).execute();
    expect(grants).toHaveLength(1);
  });

  test('is for those who sell at a counter, and made by the owner only', async () => {
    const offer = await anOffer();
    for (const who of everybody(here)) {
      const may =
        who.role !== 'shopper' && who.role !== 'system' && who.nodeId !== null && ['associate', 'manager', 'admin'].includes(who.role);
      if (!may) expect(await outcomeOf(claimHandOver(shop, who, { shown: { code: offer.code }, terminal: 'x' }))).toBe('forbidden');
    }
    const { cartKey } = await claim(asha, offer.code);
    expect(await outcomeOf(offerHandOver(shop, asha, { cartKey }))).toBe('forbidden');
    expect(await outcomeOf(offerHandOver(shop, shopper, { cartKey }))).toBe('not-found');
    expect(await outcomeOf(offerHandOver(shop, shopper, { cartKey: 'nonsense' }))).toBe('not-found');
    const empty = await aCart(shop);
    expect(await outcomeOf(offerHandOver(shop, shopper, empty))).toBe('cart-empty');
  });
});

describe('a claim', () => {
  test('opens for the one who made it and for nobody else', async () => {
    const { cartKey } = await claim(asha, (await anOffer()).code);
    expect(await outcomeOf(openedCart(shop, asha, cartKey))).toBe('done');
    for (const who of [ravi, shopper]) expect(await outcomeOf(openedCart(shop, who, cartKey))).toBe('not-found');
  });

  test('ends the moment its owner takes it back, or whoever has it gives it back', async () => {
    const first = await anOffer();
    const { cartKey } = await claim(asha, first.code);
    await revokeHandOver(shop, shopper, { cartKey: first.cartKey, handOverId: first.handOverId });
    expect(await outcomeOf(changeCartLine(shop, asha, { cartKey, lineId: first.lineId, quantity: 2 }))).toBe('not-found');

    const second = await offerHandOver(shop, shopper, { cartKey: first.cartKey });
    const again = await claim(asha, second.code);
    await revokeHandOver(shop, asha, { cartKey: again.cartKey });
    expect(await outcomeOf(openedCart(shop, asha, again.cartKey))).toBe('not-found');
    const events = await shop.db
      .selectFrom('event')
      .select(['type', 'version'])
      .where('topic', '=', `cart:${first.cartId}`)
      .orderBy('version')
      .execute();
    expect(events.map(({ type }) => type)).toEqual([
      'cart.line_added',
      'cart.offered',
      'cart.claimed',
      'cart.hand_over_ended',
      'cart.offered',
      'cart.claimed',
      'cart.hand_over_ended'
    ]);
    expect(events.map(({ version }) => version)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  test('of another cart is not taken back with one’s own key', async () => {
    const [mine, theirs] = [await anOffer(), await anOffer()];
    expect(await outcomeOf(revokeHandOver(shop, shopper, { cartKey: mine.cartKey, handOverId: theirs.handOverId }))).toBe('not-found');
  });
});

describe('guessing', () => {
  const code = () => shop.newCode(8);
  const guess = (index: number, typed = code()) =>
    claimByCode(shop, asha, { typed, terminal: `terminal ${index}`, label: 'a guesser', address: `10.0.0.${index}` });

  test(
    'ten thousand wrong codes in a minute from a hundred addresses open nothing, and the owner is told',
    { timeout: 240_000 },
    async () => {
      const offer = await anOffer();
      const outcomes: string[] = [];
      for (let round = 0; round < 100; round++) {
        // oxlint-disable-next-line no-await-in-loop -- a hundred at once, and that a hundred times
        outcomes.push(...(await Promise.all(Array.from({ length: 100 }, (_, index) => outcomeOf(guess(index))))));
      }
      expect(new Set(outcomes)).toEqual(new Set(['code-wrong', 'too-many-requests']));
      // Five from each address, and not one more.
      expect(outcomes.filter((outcome) => outcome === 'code-wrong')).toHaveLength(500);
      const [handOver] = await handOversOf(shop.db, offer.cartId);
      expect(handOver?.wrongTries).toBeGreaterThanOrEqual(MANY_WRONG_TRIES);
      const told = await shop.db
        .selectFrom('event')
        .select('type')
        .where('topic', '=', `cart:${offer.cartId}`)
        .where('type', '=', 'cart.guessed_at')
        .execute();
      expect(told).toHaveLength(1);
      // The right code still opens, from a terminal that has not guessed.
      expect(await outcomeOf(guess(200, offer.code))).toBe('done');
    }
  );

  test('is counted by terminal and by address, each by itself, and the right code takes its try back', async () => {
    shop.at(new Date(Date.parse(MORNING) + 3_600_000));
    const at = (terminal: string, address: string, typed = code()) =>
      outcomeOf(claimByCode(shop, asha, { typed, terminal, label: 'till', address }));
    for (let tries = 0; tries < 5; tries++) expect(await at('one', `a${tries}`)).toBe('code-wrong');
    expect(await at('one', 'b')).toBe('too-many-requests');
    for (let tries = 0; tries < 5; tries++) expect(await at(`t${tries}`, 'c')).toBe('code-wrong');
    expect(await at('two', 'c')).toBe('too-many-requests');
    for (let times = 0; times < 8; times++) expect(await at('three', 'd', (await anOffer()).code)).toBe('done');
    expect(await at('three', 'd', 'https://example.com/menu')).toBe('code-wrong');
  });

  test('is over for everybody when there were too many in all, wherever they came from', { timeout: 120_000 }, async () => {
    shop.at(new Date(Date.parse(MORNING) + 2 * 3_600_000));
    const outcomes: string[] = [];
    for (let round = 0; round < 7; round++) {
      const from = round * 100;
      // oxlint-disable-next-line no-await-in-loop -- a hundred at once
      outcomes.push(...(await Promise.all(Array.from({ length: 100 }, (_, index) => outcomeOf(guess(1000 + from + index))))));
    }
    expect(outcomes.filter((outcome) => outcome === 'code-wrong')).toHaveLength(600);
    shop.at(MORNING);
  });
});

describe('another device', () => {
  test('opens the cart as its owner, once, by the link and not by the code', async () => {
    const offer = await anOffer();
    const phone = await takeCart(shop, shopper, { token: offer.token, device: 'another phone' });
    expect(phone.cartKey).toBe(offer.cartKey);
    expect(await outcomeOf(takeCart(shop, shopper, { token: offer.token, device: 'a third one' }))).toBe('code-wrong');
    expect(await outcomeOf(claim(asha, offer.code))).toBe('code-wrong');
    expect(await outcomeOf(takeCart(shop, asha, { token: offer.token, device: 'x' }))).toBe('forbidden');
    const [handOver] = await handOversOf(shop.db, offer.cartId);
    expect(handOver).toMatchObject({ state: 'ended', claimedBy: 'another phone' });
  });

  test('by a link that a counter made is claimed by no other counter', async () => {
    const { cartKey } = await startCartAtTill(shop, asha, { terminal: 'till 2', key: shop.newId() });
    const lamp = await aVariant(shop.db, { stock: { [here]: 3 } });
    await addToCart(shop, asha, { cartKey, variantId: lamp, quantity: 1, key: shop.newId() });
    const { token } = await sendCartToPhone(shop, asha, { cartKey });
    expect(await outcomeOf(claimHandOver(shop, ravi, { shown: { token }, terminal: 'till 3' }))).toBe('code-wrong');
    expect(await outcomeOf(takeCart(shop, shopper, { token, device: 'a phone' }))).toBe('done');
  });

  test('gets the cart that was begun at a till, and only while nobody owns it', async () => {
    const { cartKey, cartId } = await startCartAtTill(shop, asha, { terminal: 'till 2', key: shop.newId() });
    expect(await outcomeOf(sendCartToPhone(shop, asha, { cartKey }))).toBe('cart-empty');
    const lamp = await aVariant(shop.db, { stock: { [here]: 3 } });
    await addToCart(shop, asha, { cartKey, variantId: lamp, quantity: 1, key: shop.newId() });
    const first = await sendCartToPhone(shop, asha, { cartKey });
    const mailed = await sendCartToPhone(shop, asha, { cartKey, mailTo: 'Rhea@example.com' });
    expect(Date.parse(mailed.expiresAt) - shop.now().getTime()).toBe(24 * 3_600_000);
    const mail = await shop.db.selectFrom('mail').selectAll().where('to', '=', 'rhea@example.com').executeTakeFirstOrThrow();
    expect(mail).toMatchObject({ kind: 'cart-link', text: expect.stringContaining(`${shop.origin}/go/${mailed.token}`) });
    const second = await sendCartToPhone(shop, asha, { cartKey });
    expect(await outcomeOf(takeCart(shop, shopper, { token: first.token, device: 'a phone' }))).toBe('code-wrong');
    const phone = await takeCart(shop, shopper, { token: second.token, device: 'a phone' });
    expect(shop.keys.open('cart', phone.cartKey)).toBe(cartId);
    // From now on it is the shopper's: the counter cannot give it to somebody else.
    expect(await outcomeOf(sendCartToPhone(shop, asha, { cartKey }))).toBe('not-allowed');
    expect(await outcomeOf(openedCart(shop, asha, cartKey))).toBe('done');

    const claimed = await claim(asha, (await anOffer()).code);
    expect(await outcomeOf(sendCartToPhone(shop, asha, { cartKey: claimed.cartKey }))).toBe('not-allowed');
  });
});
