import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { customerData } from '#db/queries/customer-data.ts';
import { newestMails } from '#db/queries/mail.ts';
import { forgetLapsedChallenges, passkeysOf } from '#db/queries/passkeys.ts';
import { endAccount } from '#lib/commerce/customers/end-account.server.ts';
import { offerPasskey, registerPasskey } from '#lib/commerce/customers/register-passkey.server.ts';
import { removePasskey } from '#lib/commerce/customers/remove-passkey.server.ts';
import { askForPasskey, usePasskey } from '#lib/commerce/customers/use-passkey.server.ts';
import { GUEST } from '#lib/server/session.ts';
import { customerWithPassword } from '#lib/server/sign-in.ts';
import { anAuthenticator, type Otherwise } from '#tests/support/authenticator.ts';
import { aCustomer, type Customer } from '#tests/support/customers.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson, outcomeOf } from '#tests/support/staff.ts';

type Device = ReturnType<typeof anAuthenticator>;

const BROWSER = 'B'.repeat(43);
const ELSEWHERE = 'E'.repeat(43);
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

const from = () => ({ browser: BROWSER, address: shop.newId() });
const later = (seconds: number) => shop.at(new Date(Date.parse(MORNING) + seconds * 1_000));
const offer = async (customer: Customer) => offerPasskey(shop, customer, from());
const ask = async () => askForPasskey(shop, GUEST, from());
const rows = async () => shop.db.selectFrom('passkey').selectAll().execute();

async function register(customer: Customer, device: Device, other: Otherwise = {}): Promise<string> {
  const made = device.make(await offer(customer), shop.origin, other);
  return outcomeOf(registerPasskey(shop, customer, { made, name: 'My phone', browser: BROWSER }));
}

async function aPasskey(customer: Customer, more: Parameters<typeof anAuthenticator>[0] = {}): Promise<Device> {
  const device = anAuthenticator(more);
  expect(await register(customer, device)).toBe('done');
  return device;
}

async function comeInWith(device: Device, other: Otherwise = {}): Promise<string> {
  const used = device.use(await ask(), shop.origin, other);
  return outcomeOf(usePasskey(shop, GUEST, { used, ...from() }));
}

test('a passkey is made by its owner, opens their account without an address being typed, and says when', async () => {
  const device = await aPasskey(rhea);
  expect(await passkeysOf(shop.db, rhea.customerId)).toMatchObject([{ id: device.id, name: 'My phone', lastUsedAt: null }]);
  const [mail] = await newestMails(shop.db, { to: rhea.email, limit: 1 });
  expect(mail?.subject).toBe('A passkey opens your account at mez');
  const options = await ask();
  expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: undefined });
  later(60);
  const used = device.use(options, shop.origin);
  expect(await usePasskey(shop, GUEST, { used, ...from() })).toEqual({ customerId: rhea.customerId });
  expect(await passkeysOf(shop.db, rhea.customerId)).toMatchObject([{ lastUsedAt: shop.now() }]);
});

test('the address of the shop comes from its settings, and what is asked of the device does not say whose account it is', async () => {
  const options = await offer(rhea);
  expect(options).toMatchObject({
    rp: { id: 'localhost', name: 'mez' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' }
  });
  expect(Buffer.from(options.user.id, 'base64url').toString()).not.toContain(rhea.email);
  const elsewhere = { ...shop, origin: 'https://mez.example' };
  expect(await askForPasskey(elsewhere, GUEST, from())).toMatchObject({ rpId: 'mez.example' });
});

test('what is signed is used up by the first look, right or wrong, and of two at once one gets in', async () => {
  const device = await aPasskey(rhea);
  const options = await ask();
  const used = device.use(options, shop.origin);
  const both = await Promise.all([
    outcomeOf(usePasskey(shop, GUEST, { used, ...from() })),
    outcomeOf(usePasskey(shop, GUEST, { used, ...from() }))
  ]);
  expect(both.toSorted()).toEqual(['done', 'passkey-refused']);
  // Signed anew by the device itself, with a higher count: the challenge is gone all the same.
  expect(await outcomeOf(usePasskey(shop, GUEST, { used: device.use(options, shop.origin), ...from() }))).toBe('passkey-refused');
  const second = await ask();
  const wrong = device.use(second, shop.origin, { origin: 'https://mez.example' });
  expect(await outcomeOf(usePasskey(shop, GUEST, { used: wrong, ...from() }))).toBe('passkey-refused');
  expect(await outcomeOf(usePasskey(shop, GUEST, { used: device.use(second, shop.origin), ...from() }))).toBe('passkey-refused');
});

test('a challenge lasts five minutes, in the browser that asked, for what it was asked for', async () => {
  const device = await aPasskey(rhea);
  const asked = await ask();
  later(5 * 60);
  expect(await outcomeOf(usePasskey(shop, GUEST, { used: device.use(asked, shop.origin), ...from() }))).toBe('passkey-refused');
  later(5 * 60 - 1);
  const elsewhere = { used: device.use(asked, shop.origin), browser: ELSEWHERE, address: shop.newId() };
  expect(await outcomeOf(usePasskey(shop, GUEST, elsewhere))).toBe('passkey-refused');
  // A challenge for making one opens nothing, and one for coming in makes nothing.
  const { challenge } = await offer(rhea);
  expect(await comeInWith(device, { challenge })).toBe('passkey-refused');
  expect(await register(rhea, anAuthenticator(), { challenge: (await ask()).challenge })).toBe('passkey-refused');
  expect(await comeInWith(device, { challenge: Buffer.from('made up').toString('base64url') })).toBe('passkey-refused');
  expect(await outcomeOf(usePasskey(shop, GUEST, { used: device.use(asked, shop.origin), ...from() }))).toBe('done');
  later(3_600);
  await forgetLapsedChallenges(shop.db, shop.now());
  expect(await shop.db.selectFrom('passkey_challenge').selectAll().execute()).toEqual([]);
});

test('what is stored of a challenge signs nothing', async () => {
  const { challenge } = await ask();
  const stored = JSON.stringify(await shop.db.selectFrom('passkey_challenge').selectAll().execute());
  expect(stored).not.toContain(challenge);
  expect(stored).not.toContain(BROWSER);
});

test.each<[string, Otherwise]>([
  ['for another origin', { origin: 'https://thief.example' }],
  ['for the same host at another port', { origin: 'http://localhost:4000' }],
  ['for another shop', { rpId: 'thief.example' }],
  ['as if a passkey was made', { type: 'webauthn.create' }],
  ['by a device whose owner was not there', { flags: 4 }],
  ['by a device that did not look who it is', { flags: 1 }],
  ['with another key', { key: anAuthenticator().privateKey }],
  ['for another account', { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
  ['for no account', { userHandle: '' }]
])('what was signed %s opens nothing', async (_how, other) => {
  const device = await aPasskey(rhea);
  expect(await comeInWith(device, other)).toBe('passkey-refused');
  expect(await comeInWith(device)).toBe('done');
});

test.each<[string, Otherwise]>([
  ['for another origin', { origin: 'https://thief.example' }],
  ['for another shop', { rpId: 'thief.example' }],
  ['as if it was used', { type: 'webauthn.get' }],
  ['by a device that did not look who it is', { flags: 1 }]
])('what was made %s is not kept', async (_how, other) => {
  expect(await register(rhea, anAuthenticator(), other)).toBe('passkey-refused');
  expect(await passkeysOf(shop.db, rhea.customerId)).toEqual([]);
});

test('a count that goes back or stands still is a copy, also of two at once; a device that never counts is none', async () => {
  const device = await aPasskey(rhea, { count: 7 });
  expect(await comeInWith(device, { count: 8 })).toBe('done');
  for (const count of [0, 7, 8]) expect(await comeInWith(device, { count })).toBe('passkey-refused');
  const [one, two] = [await ask(), await ask()];
  const copies = [device.use(one, shop.origin, { count: 9 }), device.use(two, shop.origin, { count: 9 })];
  const outcomes = await Promise.all(copies.map(async (used) => outcomeOf(usePasskey(shop, GUEST, { used, ...from() }))));
  expect(outcomes.toSorted()).toEqual(['done', 'passkey-refused']);
  const quiet = await aPasskey(ravi, { counts: false });
  for (let times = 0; times < 2; times++) expect(await comeInWith(quiet)).toBe('done');
});

test('nobody keeps, uses or removes the passkey of somebody else', async () => {
  const device = await aPasskey(rhea);
  // Ravi's account never takes a key that is Rhea's, nor what Rhea was asked to make.
  expect(await register(ravi, device)).toBe('passkey-refused');
  const made = anAuthenticator().make(await offer(rhea), shop.origin);
  expect(await outcomeOf(registerPasskey(shop, ravi, { made, name: 'mine now', browser: BROWSER }))).toBe('passkey-refused');
  expect(await outcomeOf(removePasskey(shop, ravi, { id: device.id }))).toBe('not-found');
  expect(await passkeysOf(shop.db, ravi.customerId)).toEqual([]);
  expect((await rows()).find(({ id }) => id === device.id)?.user_id).toBe(rhea.customerId);
  for (const who of [GUEST, await aPerson(shop, 'admin')]) {
    expect(await outcomeOf(offerPasskey(shop, who, from()))).toBe('not-allowed');
    expect(await outcomeOf(registerPasskey(shop, who, { made, name: 'x', browser: BROWSER }))).toBe('not-allowed');
    expect(await outcomeOf(removePasskey(shop, who, { id: device.id }))).toBe('not-allowed');
  }
});

test('of the same key sent twice at once one is kept, and an account has twenty at most', async () => {
  const device = anAuthenticator();
  const [one, two] = [await offer(rhea), await offer(rhea)];
  const keep = async (made: ReturnType<Device['make']>) => outcomeOf(registerPasskey(shop, rhea, { made, name: 'x', browser: BROWSER }));
  const outcomes = await Promise.all([keep(device.make(one, shop.origin)), keep(device.make(two, shop.origin))]);
  expect(outcomes.toSorted()).toEqual(['done', 'passkey-refused']);
  const many = await Promise.all(Array.from({ length: 21 }, async () => register(rhea, anAuthenticator())));
  expect(many.filter((outcome) => outcome === 'passkeys-full')).toHaveLength(2);
  expect((await offer(rhea)).excludeCredentials).toHaveLength(20);
});

test('what a device says of its maker is not looked at, so nobody makes us fetch an address out of it', async () => {
  const statement = new Map<string, Uint8Array | number | Uint8Array[]>([
    ['alg', -7],
    ['sig', new Uint8Array(64)],
    ['x5c', [new Uint8Array(200)]]
  ]);
  expect(await register(rhea, anAuthenticator(), { maker: { fmt: 'packed', statement } })).toBe('done');
});

test('a removed passkey opens nothing, and its owner is told', async () => {
  const device = await aPasskey(rhea);
  await removePasskey(shop, rhea, { id: device.id });
  expect(await comeInWith(device)).toBe('passkey-refused');
  const [mail] = await newestMails(shop.db, { to: rhea.email, limit: 1 });
  expect(mail?.subject).toBe('A passkey was removed from your account at mez');
});

test('passkeys stand in the file of one’s data, without what would open something, and go with the account', async () => {
  const device = await aPasskey(rhea);
  const data = await customerData(shop.db, rhea.customerId);
  expect(data).toMatchObject({ passkeys: [{ name: 'My phone', lastUsedAt: null }] });
  expect(JSON.stringify(data)).not.toContain(device.id);
  const { email: _email, ...me } = rhea;
  await endAccount(shop, me);
  expect((await rows()).some(({ id }) => id === device.id)).toBe(false);
  expect(await comeInWith(device)).toBe('passkey-refused');
});

test('one address is not asked about for ever, and whoever guesses passwords locks nobody’s passkey', async () => {
  const address = shop.newId();
  const device = await aPasskey(rhea);
  for (let tries = 0; tries < 6; tries++)
    await outcomeOf(customerWithPassword(shop, { email: rhea.email, password: 'guessed', address: shop.newId() }));
  expect(await comeInWith(device)).toBe('done');
  const asks = await Promise.all(
    Array.from({ length: 103 }, async () => outcomeOf(askForPasskey(shop, GUEST, { browser: BROWSER, address })))
  );
  expect(asks.filter((one) => one === 'too-many-requests')).toHaveLength(3);
  const tries = await Promise.all(
    Array.from({ length: 52 }, async () => {
      const used = device.use(await ask(), shop.origin, { origin: 'https://thief.example' });
      return outcomeOf(usePasskey(shop, GUEST, { used, browser: BROWSER, address }));
    })
  );
  expect(tries.filter((one) => one === 'too-many-requests')).toHaveLength(2);
});

test.each(['', 'e30', 'bm90IGpzb24', Buffer.from('null').toString('base64url'), Buffer.from('{"challenge":7}').toString('base64url')])(
  'nonsense (%j) is refused in words',
  async (clientDataJSON) => {
    const device = anAuthenticator();
    const used = device.use(await ask(), shop.origin);
    const spoilt = { ...used, response: { ...used.response, clientDataJSON } };
    expect(await outcomeOf(usePasskey(shop, GUEST, { used: spoilt, ...from() }))).toBe('passkey-refused');
    const made = device.make(await offer(rhea), shop.origin);
    const broken = { ...made, response: { ...made.response, attestationObject: clientDataJSON } };
    expect(await outcomeOf(registerPasskey(shop, rhea, { made: broken, name: 'x', browser: BROWSER }))).toBe('passkey-refused');
  }
);
