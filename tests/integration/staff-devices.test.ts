import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { peopleWithPin } from '#db/queries/staff-devices.ts';
import { changePin } from '#lib/commerce/staff/change-pin.server.ts';
import { codeOf } from '#lib/commerce/staff/device-code.ts';
import { enrolDevice } from '#lib/commerce/staff/enrol-device.server.ts';
import { offerDevice } from '#lib/commerce/staff/offer-device.server.ts';
import { revokeDevice } from '#lib/commerce/staff/revoke-device.server.ts';
import { hashPassword } from '#lib/server/passwords.ts';
import { signInWithPin } from '#lib/server/pin-sign-in.ts';
import { GUEST, visitorFrom } from '#lib/server/session.ts';
import { rememberDevice, staffDeviceFrom } from '#lib/server/staff-device.ts';
import { signInWithPassword } from '#lib/server/sign-in.ts';
import { aJar } from '../support/jar.ts';
import { aPage, aProcess } from '../support/live.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, everybody, outcomeOf, PASSWORD, type Person } from '../support/staff.ts';

const HERE = 'blr-indiranagar';
const ELSEWHERE = 'bom-bandra';
const PIN = '4071';

let shop: TestShop;
let kabir: Person;
let asha: Person;
let pinHash: string;

beforeAll(async () => {
  shop = await openShop();
  kabir = await aPerson(shop, 'manager');
  pinHash = await hashPassword(PIN);
});
afterAll(async () => shop.close());
beforeEach(async () => {
  asha = await aTillPerson(HERE);
});

async function aTillPerson(nodeId: string): Promise<Person> {
  const person = await aPerson(shop, 'associate', nodeId);
  await shop.db.updateTable('app_user').set({ pin_hash: pinHash }).where('id', '=', person.userId).execute();
  return person;
}

const offer = async (nodeId = HERE) => {
  const { deviceId } = await offerDevice(shop, kabir, { name: 'Till 2', nodeId, key: shop.newId() });
  return { deviceId, code: codeOf(shop.keys.seal, deviceId) };
};
const enrol = (typed: string, address = shop.newId()) => enrolDevice(shop, GUEST, { typed, address });
async function aDevice(nodeId = HERE): Promise<{ deviceId: string; secret: string }> {
  const { deviceId, code } = await offer(nodeId);
  return { deviceId, ...(await enrol(code)) };
}
const signIn = (given: { secret: string; userId?: string; pin?: string }) =>
  signInWithPin(shop, GUEST, { userId: asha.userId, pin: PIN, broughtAlong: null, userAgent: null, ...given });
const actorBy = async ({ name, value }: { name: string; value: string }) =>
  (await visitorFrom({ cookie: `${name}=${value}`, atWork: true }, shop.db)).actor;
const eventsOf = async (deviceId: string) =>
  (await shop.db.selectFrom('event').select('type').where('topic', '=', `device:${deviceId}`).orderBy('version').execute()).map(
    ({ type }) => type
  );

test('a manager enrols a device, and whoever works there signs in on it with a PIN', async () => {
  const { deviceId, secret } = await aDevice();
  const jar = aJar();
  rememberDevice(jar, secret);
  expect(jar.seen[0]).toMatchObject({
    name: '__Host-device',
    options: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: 400 * 86_400 }
  });
  expect(await staffDeviceFrom(shop, jar)).toMatchObject({ id: deviceId, nodeId: HERE, name: 'Till 2' });
  expect((await peopleWithPin(shop.db, HERE)).map(({ userId }) => userId)).toContain(asha.userId);

  const { cookie, role } = await signIn({ secret });
  expect(role).toBe('associate');
  expect(await actorBy(cookie)).toMatchObject({ userId: asha.userId, nodeId: HERE, channel: 'pos' });
  expect(await eventsOf(deviceId)).toEqual(['device.offered', 'device.enrolled', 'device.signed_in']);
  const [row] = await shop.db.selectFrom('staff_device').selectAll().where('id', '=', deviceId).execute();
  expect(row).toMatchObject({ last_user_id: asha.userId, last_used_at: shop.now(), version: 3, code_hash: null });
  expect(JSON.stringify(row)).not.toContain(secret);
});

test('a code works once, also for two browsers at once; afterwards, and after ten minutes, it opens nothing', async () => {
  const { code, deviceId } = await offer();
  const [row] = await shop.db.selectFrom('staff_device').selectAll().where('id', '=', deviceId).execute();
  expect(JSON.stringify(row)).not.toContain(code);
  const outcomes = await Promise.all([1, 2, 3].map(async () => outcomeOf(enrol(code.toLowerCase()))));
  expect(outcomes.toSorted()).toEqual(['code-wrong', 'code-wrong', 'done']);
  expect(await outcomeOf(enrol(code))).toBe('code-wrong');

  const late = await offer();
  const before = shop.now();
  shop.at(new Date(before.getTime() + 10 * 60_000));
  expect(await outcomeOf(enrol(late.code))).toBe('code-wrong');
  shop.at(before);
});

test('the same press twice is one device, and the same key for another is refused', async () => {
  const key = shop.newId();
  const asked = { name: 'Till 3', nodeId: HERE, key };
  const [one, two] = await Promise.all([offerDevice(shop, kabir, asked), offerDevice(shop, kabir, asked)]);
  expect(one).toEqual(two);
  expect(await outcomeOf(offerDevice(shop, kabir, { ...asked, name: 'Till 4' }))).toBe('key-reused');
});

test('five wrong codes from one address close it for a while, to the right one as well', async () => {
  const { code } = await offer();
  const address = '203.0.113.7';
  for (let n = 0; n < 5; n++) expect(await outcomeOf(enrol(`00000-0000${n}`, address))).toBe('code-wrong');
  expect(await outcomeOf(enrol(code, address))).toBe('too-many-requests');
  expect(await outcomeOf(enrol(code))).toBe('done');
});

test('only managers and admins enrol and revoke, and a manager of one place only there', async () => {
  await aPerson(shop, 'associate', ELSEWHERE);
  const { deviceId } = await aDevice(ELSEWHERE);
  const may: string[] = [];
  for (const actor of everybody(HERE)) {
    const name = `${actor.role}@${'nodeId' in actor ? actor.nodeId : '-'}`;
    const offering = await outcomeOf(
      offerDevice(
        shop,
        { ...actor, ...('userId' in actor && { userId: kabir.userId }) },
        {
          name: 'x',
          nodeId: HERE,
          key: shop.newId()
        }
      )
    );
    if (offering === 'done') may.push(name);
    else expect(offering).toBe('forbidden');
  }
  expect(may).toEqual([`manager@${HERE}`, 'manager@null', `admin@${HERE}`, 'admin@null']);
  expect(await outcomeOf(revokeDevice(shop, { ...kabir, nodeId: HERE }, { deviceId }))).toBe('forbidden');
  expect(await outcomeOf(revokeDevice(shop, asha, { deviceId }))).toBe('forbidden');
  expect(await outcomeOf(revokeDevice(shop, kabir, { deviceId: shop.newId() }))).toBe('not-found');
  expect(await outcomeOf(offerDevice(shop, kabir, { name: 'x', nodeId: 'nowhere', key: shop.newId() }))).toBe('not-found');
});

test('a wrong PIN, somebody of another place, one who left, one without a PIN and nobody are told the same, and each is written down', async () => {
  const { deviceId, secret } = await aDevice();
  const [away, left, without] = [await aTillPerson(ELSEWHERE), await aTillPerson(HERE), await aPerson(shop, 'associate', HERE)];
  await shop.db.updateTable('app_user').set({ ended_at: shop.now() }).where('id', '=', left.userId).execute();
  const tries = [{ pin: '4072' }, { userId: away.userId }, { userId: left.userId }, { userId: without.userId }, { userId: shop.newId() }];
  for (const given of tries) expect(await outcomeOf(signIn({ secret, ...given }))).toBe('pin-refused');
  expect((await eventsOf(deviceId)).slice(2)).toEqual(Array.from({ length: 5 }, () => 'device.pin_refused'));
});

test('without a device there is no PIN: an unknown secret and the stored hash open nothing', async () => {
  const { secret, deviceId } = await aDevice();
  const [row] = await shop.db.selectFrom('staff_device').selectAll().where('id', '=', deviceId).execute();
  for (const guess of ['', 'A'.repeat(43), row?.secret_hash ?? '', row?.secret_hash?.slice(3) ?? '']) {
    expect(await outcomeOf(signIn({ secret: guess }))).toBe('device-unknown');
  }
  expect(await outcomeOf(signIn({ secret }))).toBe('done');
});

test(
  'five wrong PINs close the account on every device, also when they come at once, and the password still opens',
  { timeout: 30_000 },
  async () => {
    const [one, two] = [await aDevice(), await aDevice()];
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => outcomeOf(signIn({ secret: n % 2 ? one.secret : two.secret, pin: '0000' })))
    );
    expect(outcomes.filter((code) => code === 'pin-refused')).toHaveLength(5);
    expect(outcomes.filter((code) => code === 'too-many-requests')).toHaveLength(3);
    expect(await outcomeOf(signIn({ secret: one.secret }))).toBe('too-many-requests');
    const ravi = await aTillPerson(HERE);
    expect(await outcomeOf(signIn({ secret: one.secret, userId: ravi.userId }))).toBe('done');
    const password = { email: asha.email, password: PASSWORD, address: shop.newId(), broughtAlong: null };
    expect(await outcomeOf(signInWithPassword(shop, password))).toBe('done');
  }
);

test('five wrong PINs close the device to everybody, and no other', { timeout: 30_000 }, async () => {
  const { secret } = await aDevice();
  for (let n = 0; n < 5; n++) {
    const someone = await aTillPerson(HERE);
    expect(await outcomeOf(signIn({ secret, userId: someone.userId, pin: '0000' }))).toBe('pin-refused');
  }
  expect(await outcomeOf(signIn({ secret }))).toBe('too-many-requests');
  const other = await aDevice();
  for (let n = 0; n < 7; n++) expect(await outcomeOf(signIn({ secret: other.secret }))).toBe('done');
});

test('a revoked device ends the sessions made on it and no others, cuts their pages within five seconds, and signs nobody in', async () => {
  const { deviceId, secret } = await aDevice();
  const other = await aDevice();
  const [here, there] = [(await signIn({ secret })).cookie, (await signIn({ secret: other.secret })).cookie];
  const one = await aProcess(shop);
  const page = aPage(one.url, { origin: one.url, cookie: `${here.name}=${here.value}` });
  await new Promise<void>((connected) => page.socket.once('connect', connected));
  const out = new Promise((reason) => page.socket.once('disconnect', reason));
  const began = performance.now();
  await revokeDevice(shop, kabir, { deviceId });
  await revokeDevice(shop, kabir, { deviceId });
  expect(await actorBy(here)).toEqual(GUEST);
  expect(await actorBy(there)).toMatchObject({ userId: asha.userId });
  expect(await out).toBe('io server disconnect');
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await outcomeOf(signIn({ secret }))).toBe('device-unknown');
  expect((await eventsOf(deviceId)).at(-1)).toBe('device.revoked');
  page.close();
  await one.stop();
});

test('a PIN is chosen by whoever knows the password, and not one that is guessed first', { timeout: 30_000 }, async () => {
  const { secret } = await aDevice();
  const choose = (given: { pin?: string; password?: string }) => changePin(shop, asha, { pin: '9136', password: PASSWORD, ...given });
  for (const pin of ['123', '1234', '0000', 'abcd']) expect(await outcomeOf(choose({ pin }))).toBe('pin-weak');
  expect(await outcomeOf(choose({ password: 'not this one' }))).toBe('password-wrong');
  expect(await outcomeOf(signIn({ secret }))).toBe('done');
  expect(await outcomeOf(choose({}))).toBe('done');
  expect(await outcomeOf(signIn({ secret }))).toBe('pin-refused');
  expect(await outcomeOf(signIn({ secret, pin: '9136' }))).toBe('done');
  expect(await outcomeOf(changePin(shop, kabir, { pin: '9136', password: PASSWORD }))).toBe('forbidden');
  for (let n = 0; n < 4; n++) await outcomeOf(choose({ password: 'guess' }));
  expect(await outcomeOf(choose({}))).toBe('too-many-requests');
});
