import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { actions as onDetails } from '../../src/routes/(shop)/account/details/+page.server.ts';
import { actions as onLink } from '../../src/routes/(shop)/account/email/[secret]/+page.server.ts';
import { customerData } from '#db/queries/customer-data.ts';
import { ordersOfCustomer } from '#db/queries/customer-orders.ts';
import { newestMails } from '#db/queries/mail.ts';
import { findAccount } from '#db/queries/users.ts';
import { askForCode } from '#lib/commerce/customers/ask-for-code.server.ts';
import { askForReset } from '#lib/commerce/customers/ask-for-reset.server.ts';
import { askForEmail, changeEmail } from '#lib/commerce/customers/change-email.server.ts';
import { changePassword, resetPassword } from '#lib/commerce/customers/change-password.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { GUEST, visitorFrom } from '#lib/server/session.ts';
import { customerWithPassword } from '#lib/server/sign-in.ts';
import { aCheckout } from '#tests/support/checkout.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { aJar } from '#tests/support/jar.ts';
import { latestMail, secretIn } from '#tests/support/mailbox.ts';
import { aVariant } from '#tests/support/makers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, outcomeOf, PASSWORD } from '#tests/support/staff.ts';

type Action = (event: unknown) => unknown;

const askOnPage = onDetails['email'] as Action;
const changeOnPage = onLink['default'] as Action;

let shop: TestShop;
let rhea: Customer;
let ravi: Customer;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());
beforeEach(async () => {
  shop.at(MORNING);
  [rhea, ravi] = [await aCustomer(shop), await aCustomer(shop, { name: 'Ravi Rao' })];
});

const aNewAddress = () => `new-${shop.newId()}@example.com`;
const later = (minutes: number) => shop.at(new Date(Date.parse(MORNING) + minutes * 60_000));
const ask = async (email: string, who: Customer = rhea) => askForEmail(shop, who, { email, address: shop.newId() });
const change = async (secret: string, who: Customer | typeof GUEST = rhea) => outcomeOf(changeEmail(shop, who, { secret }));
const emailOf = async ({ customerId }: Customer) => (await findAccount(shop.db, customerId))?.email;
const byPassword = async (email: string) => outcomeOf(customerWithPassword(shop, { email, password: PASSWORD, address: shop.newId() }));

async function eventOf(cookie: string, form: Record<string, string>, params: Record<string, string> = {}) {
  const [name = '', value = ''] = cookie.split('=');
  const jar = aJar({ [name]: value });
  const request = new Request('http://localhost:3000/account/details', {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(form)
  });
  const locals = { shop, ...(await visitorFrom({ cookie }, shop.db)) };
  return {
    request,
    params,
    locals,
    cookies: jar,
    url: new URL(request.url),
    getClientAddress: () => shop.newId(),
    setHeaders: () => undefined
  };
}

const leadsTo = async (doing: unknown): Promise<string> =>
  Promise.resolve(doing).then(
    () => 'stays',
    (thrown: { location: string }) => thrown.location
  );

test('the new address counts once the link that was mailed there is opened in the account, and the old one is told of both', async () => {
  const email = aNewAddress();
  await ask(email.toUpperCase());
  expect((await latestMail(shop, email)).text).toContain('http://localhost:3000/account/email/');
  expect((await latestMail(shop, rhea.email)).subject).toBe('Another e-mail was asked for your account at mez');
  expect(await emailOf(rhea)).toBe(rhea.email);
  const secret = await secretIn(shop, email);
  expect(JSON.stringify(await shop.db.selectFrom('one_time_secret').selectAll().where('email', '=', email).execute())).not.toContain(
    secret
  );
  expect(await change(secret)).toBe('done');
  expect(await emailOf(rhea)).toBe(email);
  const told = await latestMail(shop, rhea.email);
  expect(told).toMatchObject({ subject: 'Your account at mez has another e-mail', text: expect.stringContaining(email) as string });
  expect(await byPassword(email)).toBe('done');
  expect(await byPassword(rhea.email)).toBe('sign-in-refused');
});

test('the link works once, for an hour, of two at once one, and in no other account', async () => {
  const email = aNewAddress();
  await ask(email);
  const secret = await secretIn(shop, email);
  expect(await change(secret, ravi)).toBe('link-over');
  expect(await change(secret, GUEST)).toBe('not-allowed');
  later(60);
  expect(await change(secret)).toBe('link-over');
  later(59);
  expect((await Promise.all([change(secret), change(secret)])).toSorted()).toEqual(['done', 'link-over']);
  expect(await change(secret)).toBe('link-over');
});

test('an address that has an account answers like any other; the mail says it and opens nothing', async () => {
  const asha = await aPerson(shop, 'manager');
  const count = async () => (await shop.db.selectFrom('one_time_secret').selectAll().execute()).length;
  for (const taken of [ravi.email, asha.email, rhea.email]) {
    const before = await count();
    expect(await outcomeOf(ask(taken))).toBe('done');
    expect(await count()).toBe(before + 1);
    expect(await secretIn(shop, taken)).toBe('');
  }
  const rows = await shop.db.selectFrom('one_time_secret').selectAll().where('kind', '=', 'email').execute();
  expect(rows.filter(({ email }) => email === ravi.email).every(({ expires_at }) => expires_at <= shop.now())).toBe(true);
  expect(await emailOf(rhea)).toBe(rhea.email);
});

test('an address that got an account in the meantime stays theirs, also at the same moment', async () => {
  const email = aNewAddress();
  await ask(email);
  const secret = await secretIn(shop, email);
  await aCustomer(shop, { email });
  expect(await change(secret)).toBe('link-over');
  const wanted = aNewAddress();
  await ask(wanted);
  const mine = await secretIn(shop, wanted);
  later(1);
  await ask(wanted, ravi);
  const his = await secretIn(shop, wanted);
  expect((await Promise.all([change(mine), change(his, ravi)])).toSorted()).toEqual(['done', 'link-over']);
});

test('every session ends, what was mailed to the old address opens nothing, and the page begins a new one', async () => {
  const email = aNewAddress();
  const [here, elsewhere] = [await shopperCookie(shop, rhea), await shopperCookie(shop, rhea)];
  await askForReset(shop, GUEST, { email: rhea.email, address: shop.newId() });
  const reset = await secretIn(shop, rhea.email);
  await ask(email);
  const event = await eventOf(here, {}, { secret: await secretIn(shop, email) });
  expect(await leadsTo(changeOnPage(event))).toBe('/account/details?kept');
  for (const cookie of [here, elsewhere]) expect((await visitorFrom({ cookie }, shop.db)).actor).toEqual(GUEST);
  const cookie = event.cookies.header();
  expect((await visitorFrom({ cookie }, shop.db)).actor).toMatchObject({ customerId: rhea.customerId });
  expect(await outcomeOf(resetPassword(shop, GUEST, { secret: reset, password: 'a lamp of many colours' }))).toBe('link-over');
});

test('another password takes back what was asked for', async () => {
  const email = aNewAddress();
  await ask(email);
  const secret = await secretIn(shop, email);
  await changePassword(shop, rhea, { password: 'a lamp of many colours' });
  expect(await change(secret)).toBe('link-over');
});

test('orders and mails stay with the account', async () => {
  const mug = await aVariant(shop.db, { stock: { 'blr-domlur': 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId: mug, quantity: 1 }]);
  const { number } = await placeOrder(shop, rhea, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await askForCode(shop, GUEST, { email: rhea.email, browser: 'B'.repeat(43), address: shop.newId() });
  const email = aNewAddress();
  await ask(email);
  await change(await secretIn(shop, email));
  expect(await ordersOfCustomer(shop.db, rhea.customerId, { limit: 9 })).toMatchObject([{ number }]);
  const data = await customerData(shop.db, rhea.customerId);
  expect(JSON.stringify(data?.mails)).toContain('Your code for mez');
  expect(await newestMails(shop.db, { to: rhea.email, limit: 9 })).toHaveLength(1);
});

test('only whoever proved who they are just now may ask, and nobody fills a mailbox by it', async () => {
  const email = aNewAddress();
  const cookie = await shopperCookie(shop, rhea);
  expect(await leadsTo(askOnPage(await eventOf(cookie, { email })))).toBe('/account/mailed');
  const before = new Date(Date.now() - 6 * 60_000);
  await shop.db.updateTable('user_session').set({ fresh_at: before }).where('user_id', '=', rhea.customerId).execute();
  expect(await leadsTo(askOnPage(await eventOf(cookie, { email })))).toBe('/account/sign-in?again=1&next=%2Faccount%2Fdetails');
  expect(await leadsTo(askOnPage(await eventOf('', { email })))).toBe('/account/sign-in?next=%2Faccount%2Fdetails');
  const many: string[] = [];
  for (let times = 0; times < 6; times++) many.push(await outcomeOf(ask(aNewAddress(), ravi)));
  expect(many).toEqual([...Array.from({ length: 5 }, () => 'done'), 'too-many-requests']);
  expect(await outcomeOf(askForEmail(shop, GUEST, { email, address: shop.newId() }))).toBe('not-allowed');
});
