import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import { askForCode } from '#lib/commerce/customers/ask-for-code.server.ts';
import { askForReset } from '#lib/commerce/customers/ask-for-reset.server.ts';
import { signUp } from '#lib/commerce/customers/sign-up.server.ts';
import { GUEST } from '#lib/server/session.ts';
import type { Shop } from '#lib/server/shop.ts';
import { customerWithPassword, signInWithPassword } from '#lib/server/sign-in.ts';
import { aCustomer } from '#tests/support/customers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { aPerson } from '#tests/support/staff.ts';

let shop: TestShop;
let heard: Shop;
const statements: string[] = [];

beforeAll(async () => {
  shop = await openShop();
  heard = { ...shop, db: connect(shop.url, { max: 1, onStatement: (sql) => void statements.push(sql) }) };
});
afterAll(async () => {
  await heard.db.destroy();
  await shop.close();
});

const BROWSER = 'B'.repeat(43);
const from = () => ({ browser: BROWSER, address: shop.newId() });
const WAYS: Record<string, (email: string) => Promise<unknown>> = {
  'sign-up': async (email) => signUp(heard, GUEST, { email, name: 'Ravi Rao', password: 'a lamp of many colours', ...from() }),
  'a code': async (email) => askForCode(heard, GUEST, { email, ...from() }),
  'a reset': async (email) => askForReset(heard, GUEST, { email, address: shop.newId() }),
  'a password': async (email) => customerWithPassword(heard, { email, password: 'wrong', address: shop.newId() }),
  'a password of staff': async (email) => signInWithPassword(heard, { email, password: 'wrong', address: shop.newId(), broughtAlong: null })
};

async function workOf(doing: Promise<unknown>): Promise<{ statements: string[]; told: string }> {
  const told = await doing.then(
    () => 'done',
    (fault: Error) => fault.message
  );
  return { statements: statements.splice(0), told };
}

// How long it takes is measured by `npm run bench -- --only sign-in-timing`.
test.each(Object.entries(WAYS))('whoever asks for %s costs the same statements, known or not, and is told the same', async (_, ask) => {
  const [rhea, silent, asha] = [await aCustomer(shop), await aCustomer(shop, { passwordless: true }), await aPerson(shop, 'manager')];
  await workOf(ask('first@example.com'));
  const unknown = await workOf(ask(`nobody-${shop.newId()}@example.com`));
  expect(unknown.statements.length).toBeGreaterThan(2);
  for (const { email } of [rhea, silent, asha]) expect(await workOf(ask(email)), email).toEqual(unknown);
});

test.each(['sign-up', 'a password', 'a password of staff'])('%s of somebody unknown is hashed all the same', async (way) => {
  const before = process.cpuUsage();
  for (let n = 0; n < 5; n++) await workOf(WAYS[way]!(`nobody-${shop.newId()}@example.com`));
  const { user, system } = process.cpuUsage(before);
  // No machine makes five such hashes with less; what is left without them takes a tenth of it.
  expect((user + system) / 1_000).toBeGreaterThan(25);
});
