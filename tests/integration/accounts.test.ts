import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newestMails } from '#db/queries/mail.ts';
import { findAccount, findAccountOf } from '#db/queries/users.ts';
import { askForCode } from '#lib/commerce/customers/ask-for-code.server.ts';
import { askForReset } from '#lib/commerce/customers/ask-for-reset.server.ts';
import { changePassword, resetPassword } from '#lib/commerce/customers/change-password.server.ts';
import { confirmSignUp } from '#lib/commerce/customers/confirm-sign-up.server.ts';
import { signUp } from '#lib/commerce/customers/sign-up.server.ts';
import { useCode } from '#lib/commerce/customers/use-code.server.ts';
import { GUEST, visitorFrom } from '#lib/server/session.ts';
import { customerWithPassword, signInWithPassword } from '#lib/server/sign-in.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { codeIn, latestMail, secretIn } from '#tests/support/mailbox.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, outcomeOf, PASSWORD } from '#tests/support/staff.ts';
import { withoutIds } from '#tests/support/without-ids.ts';

const BROWSER = 'B'.repeat(43);
const ELSEWHERE = 'E'.repeat(43);
const WORDS = 'a lamp of many colours';
let shop: TestShop;
let rhea: Customer;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());
beforeEach(async () => {
  shop.at(MORNING);
  rhea = await aCustomer(shop);
});

const later = (minutes: number) => shop.at(new Date(Date.parse(MORNING) + minutes * 60_000));
const aNewAddress = () => `New-${shop.newId()}@Example.com`;
const from = () => ({ browser: BROWSER, address: shop.newId() });
const join = async (email: string, more: { password?: string; browser?: string; address?: string } = {}) =>
  signUp(shop, GUEST, { email, name: 'Ravi Rao', password: WORDS, ...from(), ...more });
const wantCode = async (email: string, more: { browser?: string; address?: string } = {}) =>
  askForCode(shop, GUEST, { email, ...from(), ...more });
const tryCode = async (code: string, browser = BROWSER, address: string = shop.newId()) =>
  outcomeOf(useCode(shop, GUEST, { code, browser, address }));
const byPassword = async (email: string, password: string) =>
  outcomeOf(customerWithPassword(shop, { email, password, address: shop.newId() }));
const secrets = async (email: string) =>
  shop.db.selectFrom('one_time_secret').selectAll().where('email', '=', email.toLowerCase()).execute();

test('there is an account once the mailed link was opened and confirmed, and not before', async () => {
  const email = aNewAddress();
  await join(email);
  const mail = await latestMail(shop, email.toLowerCase());
  expect(mail.text).toContain('http://localhost:3000/account/confirm/');
  expect(await findAccountOf(shop.db, email)).toBeUndefined();
  expect(await byPassword(email, WORDS)).toBe('sign-in-refused');
  const secret = await secretIn(shop, email.toLowerCase());
  const { customerId } = await confirmSignUp(shop, GUEST, { secret, browser: BROWSER });
  expect(await findAccount(shop.db, customerId)).toMatchObject({ email: email.toLowerCase(), name: 'Ravi Rao', hasPassword: true });
  expect(await byPassword(email.toUpperCase(), WORDS)).toBe('done');
  expect(await secrets(email)).toEqual([]);
});

test('what is stored of a secret opens nothing', async () => {
  const email = aNewAddress();
  await join(email);
  const [stored] = await secrets(email);
  const text = JSON.stringify(stored);
  for (const secret of [await secretIn(shop, email.toLowerCase()), BROWSER, WORDS]) expect(text).not.toContain(secret);
  expect(stored?.password_hash).toMatch(/^\$argon2id\$/);
  expect(await outcomeOf(confirmSignUp(shop, GUEST, { secret: stored?.hash ?? '', browser: BROWSER }))).toBe('link-over');
});

test('a link of sign-up works once, for a day, and of two at once one', async () => {
  const email = aNewAddress();
  await join(email);
  const secret = await secretIn(shop, email.toLowerCase());
  const confirm = async () => outcomeOf(confirmSignUp(shop, GUEST, { secret, browser: BROWSER }));
  later(24 * 60);
  expect(await confirm()).toBe('link-over');
  later(24 * 60 - 1);
  expect((await Promise.all([confirm(), confirm()])).toSorted()).toEqual(['done', 'link-over']);
  expect(await confirm()).toBe('link-over');
});

test('nobody confirms an account whose password another person chose: elsewhere the password is asked for, five times', async () => {
  const email = aNewAddress();
  await join(email);
  const secret = await secretIn(shop, email.toLowerCase());
  const confirm = async (browser: string | undefined, password?: string) =>
    outcomeOf(confirmSignUp(shop, GUEST, { secret, browser, password }));
  expect(await confirm(undefined)).toBe('sign-in-refused');
  for (let n = 0; n < 5; n++) expect(await confirm(ELSEWHERE, 'not that one')).toBe('sign-in-refused');
  expect(await confirm(ELSEWHERE, WORDS)).toBe('link-over');
  const another = aNewAddress();
  await join(another);
  const theirs = await secretIn(shop, another.toLowerCase());
  expect(await outcomeOf(confirmSignUp(shop, GUEST, { secret: theirs, browser: ELSEWHERE, password: WORDS }))).toBe('done');
});

test('signing up again with a known address says nothing on the page, changes nothing, and mails the truth', async () => {
  await join(rhea.email, { password: 'another one of mine' });
  expect((await latestMail(shop, rhea.email)).subject).toBe('You already have an account at mez');
  expect(await byPassword(rhea.email, PASSWORD)).toBe('done');
  expect(await byPassword(rhea.email, 'another one of mine')).toBe('sign-in-refused');
  const asha = await aPerson(shop, 'manager');
  await join(asha.email);
  expect((await latestMail(shop, asha.email)).subject).toBe('You already have an account at mez');
  expect((await secrets(asha.email)).every(({ expires_at }) => expires_at <= shop.now())).toBe(true);
});

test('an account made by somebody else in the meantime stays theirs', async () => {
  const email = aNewAddress();
  await join(email);
  const secret = await secretIn(shop, email.toLowerCase());
  await aCustomer(shop, { email: email.toLowerCase() });
  expect(await outcomeOf(confirmSignUp(shop, GUEST, { secret, browser: BROWSER }))).toBe('link-over');
});

test.each(['1234567', 'password123', 'ravi rao'])('%j is no password', async (password) => {
  expect(await outcomeOf(join(aNewAddress(), { password }))).toBe('password-weak');
});

test('shoppers and staff come in by their own doors', async () => {
  const asha = await aPerson(shop, 'manager');
  expect(await byPassword(asha.email, PASSWORD)).toBe('sign-in-refused');
  const staffDoor = { email: rhea.email, password: PASSWORD, address: shop.newId(), broughtAlong: null };
  expect(await outcomeOf(signInWithPassword(shop, staffDoor))).toBe('sign-in-refused');
  const without = await aCustomer(shop, { passwordless: true });
  expect(await byPassword(without.email, '')).toBe('sign-in-refused');
});

test('a code opens the account once, in the browser that asked, for ten minutes', async () => {
  await wantCode(rhea.email.toUpperCase());
  const code = await codeIn(shop, rhea.email);
  expect(withoutIds(await secrets(rhea.email))).not.toContain(code);
  expect(await tryCode(code, ELSEWHERE)).toBe('code-wrong');
  later(10);
  expect(await tryCode(code)).toBe('code-wrong');
  later(9.9);
  expect(await useCode(shop, GUEST, { code, ...from() })).toEqual({ customerId: rhea.customerId });
  expect(await tryCode(code)).toBe('code-wrong');
});

test('of two browsers’ tabs with the same code at once, one gets in', async () => {
  const browser = 'T'.repeat(43);
  await wantCode(rhea.email, { browser });
  const code = await codeIn(shop, rhea.email);
  const outcomes = await Promise.all([tryCode(code, browser), tryCode(code, browser)]);
  expect(outcomes.toSorted()).toEqual(['code-wrong', 'done']);
});

test('five wrong codes use up the right one; tries at once count one by one', async () => {
  const browser = 'F'.repeat(43);
  await wantCode(rhea.email, { browser });
  const code = await codeIn(shop, rhea.email);
  const wrong = code === '000000' ? '000001' : '000000';
  await Promise.all(Array.from({ length: 9 }, async () => tryCode(wrong, browser)));
  expect((await secrets(rhea.email)).map(({ tries }) => tries)).toEqual([5]);
  expect(await tryCode(code, browser)).toBe('code-wrong');
});

test('only the newest code of a browser counts', async () => {
  const browser = 'N'.repeat(43);
  await wantCode(rhea.email, { browser });
  const first = await codeIn(shop, rhea.email);
  later(1);
  await wantCode(rhea.email, { browser });
  const second = await codeIn(shop, rhea.email);
  if (first !== second) expect(await tryCode(first, browser)).toBe('code-wrong');
  expect(await tryCode(second, browser)).toBe('done');
});

test('an unknown address gets no code but a mail that says so; staff get none either', async () => {
  const asha = await aPerson(shop, 'manager');
  for (const email of [aNewAddress().toLowerCase(), asha.email]) {
    await wantCode(email);
    const mail = await latestMail(shop, email);
    expect(mail.subject).toBe('There is no account with this address at mez');
    expect(mail.text).not.toMatch(/\d{6}/);
  }
  expect(await tryCode('000000')).toBe('code-wrong');
});

test('a mailed link sets a new password once, within half an hour, and ends every session', async () => {
  const cookie = await shopperCookie(shop, rhea);
  await askForReset(shop, GUEST, { email: rhea.email, address: shop.newId() });
  const secret = await secretIn(shop, rhea.email);
  expect(secret).toHaveLength(26);
  const reset = async (password = WORDS) => outcomeOf(resetPassword(shop, GUEST, { secret, password }));
  expect(await reset('12345678')).toBe('password-weak');
  later(30);
  expect(await reset()).toBe('link-over');
  later(29);
  expect((await Promise.all([reset(), reset()])).toSorted()).toEqual(['done', 'link-over']);
  expect(await byPassword(rhea.email, PASSWORD)).toBe('sign-in-refused');
  expect(await byPassword(rhea.email, WORDS)).toBe('done');
  expect((await visitorFrom({ cookie }, shop.db)).actor).toEqual(GUEST);
  expect((await latestMail(shop, rhea.email)).subject).toBe('Your password for mez was changed');
});

test('a reset for an unknown address or for staff mails no link', async () => {
  const asha = await aPerson(shop, 'manager');
  for (const email of [aNewAddress().toLowerCase(), asha.email]) {
    await askForReset(shop, GUEST, { email, address: shop.newId() });
    expect(await secretIn(shop, email)).toBe('');
  }
});

test('changing the password ends all sessions, the one that asked too; it is theirs alone to change', async () => {
  const cookie = await shopperCookie(shop, rhea);
  await changePassword(shop, rhea, { password: WORDS });
  expect((await visitorFrom({ cookie }, shop.db)).actor).toEqual(GUEST);
  expect(await byPassword(rhea.email, WORDS)).toBe('done');
  expect(await outcomeOf(changePassword(shop, GUEST, { password: WORDS }))).toBe('not-allowed');
  expect(await outcomeOf(changePassword(shop, await aPerson(shop, 'admin'), { password: WORDS }))).toBe('not-allowed');
});

test('nobody fills a mailbox through us, and no address asks for many', async () => {
  const email = aNewAddress();
  const outcomes: string[] = [];
  for (const ask of [join, wantCode, join, wantCode, join, wantCode]) outcomes.push(await outcomeOf(ask(email)));
  expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'done'), 'too-many-requests']);
  expect(await newestMails(shop.db, { to: email.toLowerCase(), limit: 9 })).toHaveLength(5);
  const address = shop.newId();
  const many = await Promise.all(Array.from({ length: 55 }, async () => outcomeOf(wantCode(aNewAddress(), { address }))));
  expect(many.filter((one) => one === 'too-many-requests')).toHaveLength(5);
});

test('nobody guesses codes from one address for long, and whoever knows one is no guesser', async () => {
  const address = shop.newId();
  const guesses = await Promise.all(Array.from({ length: 55 }, async () => tryCode('123456', ELSEWHERE, address)));
  expect(guesses.filter((one) => one === 'too-many-requests')).toHaveLength(5);
});
