import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { consentsOf, findConsent } from '#db/queries/customer-consents.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { consentCodeOf } from '#lib/commerce/customers/consent.ts';
import { endAccount } from '#lib/commerce/customers/end-account.server.ts';
import { endConsent } from '#lib/commerce/customers/end-consent.server.ts';
import { lapseConsents } from '#lib/commerce/customers/lapse-consents.server.ts';
import { lookUpCustomer } from '#lib/commerce/customers/look-up-customer.server.ts';
import { offerConsent } from '#lib/commerce/customers/offer-consent.server.ts';
import { readLookUp } from '#lib/commerce/customers/read-look-up.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { aCheckout } from '#tests/support/checkout.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { aPage, aProcess, type LivePage, type WebProcess } from '#tests/support/live.ts';
import { aVariant, address, contact } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, cookieOf, everybody, outcomeOf, type Person } from '#tests/support/staff.ts';
import { withoutIds } from '#tests/support/without-ids.ts';

const HERE = 'blr-indiranagar';
const MINUTE = 60_000;
let shop: TestShop;
let asha: Person;
let ravi: Person;
let far: Person;
let rhea: Customer;
let day = 0;

beforeAll(async () => {
  shop = await openShop();
  asha = await aPerson(shop, 'associate', HERE);
  ravi = await aPerson(shop, 'associate', HERE);
  far = await aPerson(shop, 'associate', 'bom-bandra');
});
afterAll(async () => shop.close());
beforeEach(async () => {
  // A day of its own for each test: the tries of the one before count no more.
  shop.at(new Date(Date.parse(MORNING) + day++ * 24 * 60 * MINUTE));
  rhea = await aCustomer(shop);
});

const later = (ms: number) => shop.at(new Date(shop.now().getTime() + ms));
const lookUp = (who: Actor, typed: string, device = 'a phone') => lookUpCustomer(shop, who, { typed, device });
const eventsOf = async (consentId: string) =>
  shop.db
    .selectFrom('event')
    .select(['type', 'version', 'data', 'actor'])
    .where('topic', '=', `consent:${consentId}`)
    .orderBy('version')
    .execute();

describe('a code', () => {
  test('lets one associate see orders, saved things and the cart, and never an address, an e-mail or a payment', async () => {
    const lamp = await aVariant(shop.db, { stock: { 'blr-domlur': 9 } });
    const ready = await aCheckout(shop, [{ variantId: lamp, quantity: 2 }]);
    const ordered = await placeOrder(shop, rhea, { ...ready, method: 'cash_on_delivery', key: shop.newId() });
    const { cartKey } = await openCart(shop, rhea);
    await addToCart(shop, rhea, { cartKey, variantId: lamp, quantity: 3, key: shop.newId() });

    const { code } = await offerConsent(shop, rhea);
    const { consentId } = await lookUp(asha, ` ${code.slice(0, 3)} ${code.slice(3)} `);
    const seen = await readLookUp(shop, asha, { consentId });
    expect(seen).toMatchObject({ name: rhea.name, cart: [{ variantId: lamp, quantity: 3 }], saved: [] });
    expect(seen.orders).toMatchObject([{ number: ordered.number, life: 'confirmed', lines: [{ quantity: 2 }] }]);
    const said = JSON.stringify(seen);
    for (const secret of [rhea.email, rhea.customerId, contact.email, contact.phone, address.line1, 'cash_on_delivery'])
      expect(said).not.toContain(secret);
  });

  test('is written down with who looked, where and until when', async () => {
    const { code, consentId } = await offerConsent(shop, rhea);
    await lookUp(asha, code);
    const [, looked] = await eventsOf(consentId);
    expect(looked).toMatchObject({
      type: 'customer.looked_up',
      version: 2,
      data: { consentId, customerId: rhea.customerId, userId: asha.userId, name: asha.name, nodeId: HERE },
      actor: { role: 'associate', userId: asha.userId }
    });
    const [row] = await consentsOf(shop.db, rhea.customerId, 5);
    expect(row).toMatchObject({ state: 'open', openedBy: asha.userId, openedAs: asha.name, nodeId: HERE });
    expect((row?.expiresAt.getTime() ?? 0) - shop.now().getTime()).toBe(15 * MINUTE);
  });

  test('is stored nowhere: only its seal is', async () => {
    const { code, consentId } = await offerConsent(shop, rhea);
    const row = await shop.db.selectFrom('customer_consent').selectAll().where('id', '=', consentId).executeTakeFirstOrThrow();
    expect(withoutIds(row)).not.toContain(code);
    expect(row.code_seal).toMatch(/^[0-9a-f]{64}$/);
    expect(consentCodeOf(shop.keys.seal, consentId)).toBe(code);
  });

  test('opens once; wrong, used, lapsed, withdrawn and replaced ones are told alike', async () => {
    const used = await offerConsent(shop, rhea);
    await lookUp(asha, used.code);
    const replaced = await offerConsent(shop, rhea);
    const withdrawn = await offerConsent(shop, rhea);
    await endConsent(shop, rhea, withdrawn);
    const lapsed = await offerConsent(shop, rhea);
    const wrong = lapsed.code === '000000' ? '000001' : '000000';
    let device = 0;
    for (const code of [wrong, used.code, replaced.code, withdrawn.code, 'rhea@example.com'])
      expect(await outcomeOf(lookUp(far, code, `d${device++}`))).toBe('code-wrong');
    later(5 * MINUTE);
    expect(await outcomeOf(lookUp(ravi, lapsed.code))).toBe('code-wrong');
  });

  test('lets in exactly one of twenty who come at the same moment', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, async () => aPerson(shop, 'associate', HERE)));
    const { code, consentId } = await offerConsent(shop, rhea);
    const outcomes = await Promise.all(people.map(async (who, at) => outcomeOf(lookUp(who, code, `device ${at}`))));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', 'code-wrong']));
    expect((await eventsOf(consentId)).map(({ type }) => type)).toEqual(['customer.look_up_offered', 'customer.looked_up']);
  });

  test('of an account that was deleted meanwhile opens nothing, and what was open shows nothing', async () => {
    const ravis = await aCustomer(shop, { name: 'Ravi Rao' });
    const out = await offerConsent(shop, rhea);
    const open = await offerConsent(shop, ravis);
    await lookUp(asha, open.code);
    await endAccount(shop, rhea);
    await endAccount(shop, ravis);
    expect(await outcomeOf(lookUp(asha, out.code))).toBe('code-wrong');
    expect(await outcomeOf(readLookUp(shop, asha, open))).toBe('not-found');
  });

  test('two that one customer makes at once leave one that opens', async () => {
    const made = await Promise.allSettled([offerConsent(shop, rhea), offerConsent(shop, rhea)]);
    const codes = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const running = (await consentsOf(shop.db, rhea.customerId, 5)).filter(({ state }) => state === 'offered');
    expect(running).toHaveLength(1);
    expect(codes.map(({ consentId }) => consentId)).toContain(running[0]?.id);
  });
});

describe('without consent', () => {
  test('nobody looks: not who works elsewhere, not a colleague, not a manager at a desk', async () => {
    const { code } = await offerConsent(shop, rhea);
    for (const who of everybody(HERE)) {
      const may =
        who.role !== 'shopper' && who.role !== 'system' && who.nodeId !== null && ['associate', 'manager', 'admin'].includes(who.role);
      if (!may) expect(await outcomeOf(lookUp(who, code))).toBe('forbidden');
    }
    const { consentId } = await lookUp(asha, code);
    for (const who of [ravi, far]) expect(await outcomeOf(readLookUp(shop, who, { consentId }))).toBe('not-found');
    expect(await outcomeOf(readLookUp(shop, rhea, { consentId }))).toBe('forbidden');
    expect(await outcomeOf(readLookUp(shop, { ...asha, nodeId: 'bom-bandra' }, { consentId }))).toBe('not-found');
    for (const who of [asha, { role: 'shopper', channel: 'web' } as const])
      expect(await outcomeOf(offerConsent(shop, who))).toBe('not-allowed');
  });

  test('nobody finds a customer by name or e-mail', async () => {
    await offerConsent(shop, rhea);
    let device = 0;
    for (const typed of [rhea.email, rhea.name, rhea.customerId, '%', "' or 1=1 --"])
      expect(await outcomeOf(lookUp(far, typed, `n${device++}`))).toBe('code-wrong');
  });
});

describe('a look', () => {
  test('ends for good when the customer ends it, when the associate does, and after fifteen minutes', async () => {
    const first = await offerConsent(shop, rhea);
    await lookUp(asha, first.code);
    await endConsent(shop, rhea, first);
    expect(await outcomeOf(readLookUp(shop, asha, first))).toBe('not-found');

    const second = await offerConsent(shop, rhea);
    await lookUp(asha, second.code);
    await endConsent(shop, asha, second);
    expect(await outcomeOf(readLookUp(shop, asha, second))).toBe('not-found');

    const third = await offerConsent(shop, rhea);
    await lookUp(asha, third.code);
    later(15 * MINUTE - 1);
    expect(await outcomeOf(readLookUp(shop, asha, third))).toBe('done');
    later(1);
    expect(await outcomeOf(readLookUp(shop, asha, third))).toBe('not-found');
    expect(await lapseConsents(shop)).toBeGreaterThan(0);
    expect(await lapseConsents(shop)).toBe(0);

    const ends = await Promise.all([first, second, third].map(async ({ consentId }) => (await eventsOf(consentId)).at(-1)?.data));
    expect(ends).toMatchObject([{ endedBy: 'customer' }, { endedBy: 'staff' }, { endedBy: 'time' }]);
    expect((await findConsent(shop.db, third.consentId))?.state).toBe('ended');
  });

  test('is ended by the two of it and by nobody else, and ending it twice is ending it once', async () => {
    const offer = await offerConsent(shop, rhea);
    expect(await outcomeOf(endConsent(shop, asha, offer))).toBe('not-found');
    await lookUp(asha, offer.code);
    const stranger = await aCustomer(shop, { name: 'Ravi Rao' });
    for (const who of [ravi, stranger]) expect(await outcomeOf(endConsent(shop, who, offer))).toBe('not-found');
    await Promise.all([endConsent(shop, rhea, offer), endConsent(shop, asha, offer)]);
    await endConsent(shop, rhea, offer);
    expect((await eventsOf(offer.consentId)).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('ends when the customer makes another code', async () => {
    const offer = await offerConsent(shop, rhea);
    await lookUp(asha, offer.code);
    await offerConsent(shop, rhea);
    expect(await outcomeOf(readLookUp(shop, asha, offer))).toBe('not-found');
  });
});

describe('guessing', () => {
  test('is counted by person and by device, each by itself, and the right code takes its try back', async () => {
    const { code } = await offerConsent(shop, rhea);
    const wrong = code === '111111' ? '222222' : '111111';
    for (let tries = 0; tries < 5; tries++) expect(await outcomeOf(lookUp(asha, wrong, `a${tries}`))).toBe('code-wrong');
    expect(await outcomeOf(lookUp(asha, code, 'another'))).toBe('too-many-requests');
    const people = await Promise.all(Array.from({ length: 6 }, async () => aPerson(shop, 'associate', HERE)));
    for (const who of people.slice(0, 5)) expect(await outcomeOf(lookUp(who, wrong, 'one'))).toBe('code-wrong');
    expect(await outcomeOf(lookUp(people[5] ?? ravi, code, 'one'))).toBe('too-many-requests');
    for (let times = 0; times < 7; times++)
      expect(await outcomeOf(lookUp(ravi, (await offerConsent(shop, rhea)).code, 'two'))).toBe('done');
  });

  test('from one associate ends at twenty in half a day, however slowly it is done', async () => {
    await offerConsent(shop, rhea);
    const outcomes: string[] = [];
    for (let tries = 0; tries < 30; tries++) {
      outcomes.push(await outcomeOf(lookUp(asha, 'no code', `slow ${tries}`)));
      later(3 * MINUTE);
    }
    expect(outcomes.filter((outcome) => outcome === 'code-wrong')).toHaveLength(20);
    expect(outcomes.at(-1)).toBe('too-many-requests');
  });
});

describe('live', () => {
  let web: WebProcess;
  const pages: LivePage[] = [];
  beforeAll(async () => {
    web = await aProcess(shop);
  });
  afterAll(async () => {
    for (const { close } of pages) close();
    await web.stop();
  });

  function open(cookie: string) {
    const page = aPage(web.url, { origin: web.url, cookie });
    pages.push(page);
    const versions: number[] = [];
    page.socket.on('consent.changed', ({ version }) => void versions.push(version));
    return { versions, watch: (consentId: string) => page.socket.timeout(5_000).emitWithAck('consent.watch', { consentId }) };
  }

  test('the customer hears who looks and the associate that it is over; nobody else hears anything', async () => {
    shop.at(new Date());
    const { code, consentId } = await offerConsent(shop, rhea);
    const hers = open(await shopperCookie(shop, rhea));
    expect(await hers.watch(consentId)).toEqual({ ok: { consentId, version: 1 } });
    const ashas = open(await cookieOf(shop, asha));
    expect(await ashas.watch(consentId)).toEqual({ refused: 'not-found' });

    await lookUp(asha, code);
    // The news that it was offered may still be on its way when she begins to watch.
    await expect.poll(() => hers.versions.at(-1)).toBe(2);
    expect(await ashas.watch(consentId)).toEqual({ ok: { consentId, version: 2 } });
    for (const other of [await cookieOf(shop, ravi), await shopperCookie(shop, await aCustomer(shop, { name: 'Ravi Rao' })), ''])
      expect(await open(other).watch(consentId)).toEqual({ refused: 'not-found' });
    await endConsent(shop, rhea, { consentId });
    await expect.poll(() => ashas.versions.at(-1)).toBe(3);
  });
});
