import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerTurn } from '#agents/assistant.ts';
import { findFailing } from '#db/queries/failing-models.ts';
import { askModel } from '#lib/commerce/support/ask-model.server.ts';
import { FAILURES, REST_MS } from '#lib/commerce/support/failing-model.ts';
import { noteFailure } from '#lib/commerce/support/note-failure.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { nameOfModel, type HostedModel } from '#lib/server/support-model.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import type { Fault } from '../support/model-stubs/brain.ts';
import { stubServer, type StubServer } from '../support/model-stubs/stub-server.ts';
import { sensible } from '../support/sensible-brain.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPaidOrder, asCustomer, aTalk, logOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let server: StubServer;
let rhea: Customer;
let order: PaidOrder;
let talk: Asking;
let model: HostedModel;
beforeAll(async () => {
  shop = await openShop();
  server = await stubServer('openai');
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
  order = await aPaidOrder(shop, { customerId: rhea.customerId });
});
beforeEach(async () => {
  shop.at(MORNING);
  // A name of its own for each test: how the others ended is no part of it.
  model = { kind: 'openai', name: `stub ${shop.newId()}`, url: server.url, key: 'a key of ours' };
  shop.supportModel = model;
  server.thinks(sensible);
  server.asked.splice(0);
  talk = await aTalk(shop, asCustomer(rhea.customerId));
});
afterAll(async () => {
  await server.close();
  await shop.close();
});

const fails = (fault: Fault): void => server.thinks(() => ({ fault }));

/** Whether the server was asked in the turn, whoever answered it. */
async function isAskedFor(words: string): Promise<boolean> {
  const before = server.asked.length;
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words });
  expect((await answerTurn(shop, talk, { messageId })).said).toBe('answered');
  return server.asked.length > before;
}

const logged = async (): Promise<(string | null)[]> =>
  (await logOf(shop, talk.threadId)).filter(({ tool }) => tool === 'model').map(({ code }) => code);
const later = (ms: number): void => shop.at(new Date(Date.parse(MORNING) + ms));

async function failsOften(): Promise<void> {
  fails(500);
  for (let n = 0; n < FAILURES; n += 1) expect(await isAskedFor(`where is ${order.number}`)).toBe(true);
}

test('a model that fails so often in a row is not asked again for a while; that is written down once, and reported once', async () => {
  await failsOften();
  for (let n = 0; n < 3; n += 1) expect(await isAskedFor(`where is ${order.number}`)).toBe(false);
  expect(await logged()).toEqual([...Array.from({ length: FAILURES }, () => 'status-500'), 'rests']);
  expect(shop.faults.splice(0).map(String)).toEqual([expect.stringContaining(`${nameOfModel(model)} failed ${FAILURES} times in a row`)]);
  expect(await findFailing(shop.db, nameOfModel(model))).toMatchObject({ failures: FAILURES, why: 'status-500' });
});

test('after its rest one turn tries it: fails it again, it rests as long again, and nobody is told twice; answers it, all ask it', async () => {
  await failsOften();
  shop.faults.splice(0);
  later(REST_MS);
  expect(await isAskedFor(`where is ${order.number}`)).toBe(true);
  expect(await isAskedFor(`where is ${order.number}`)).toBe(false);
  later(2 * REST_MS);
  server.thinks(sensible);
  expect(await isAskedFor(`where is ${order.number}`)).toBe(true);
  expect(await isAskedFor(`where is ${order.number}`)).toBe(true);
  expect((await logged()).slice(FAILURES)).toEqual(['rests', 'status-500', 'answers-again']);
  expect([await findFailing(shop.db, nameOfModel(model)), shop.faults]).toEqual([undefined, []]);
});

test('an answer in between begins the count anew', async () => {
  for (let n = 0; n < 2 * FAILURES; n += 1) {
    if (n % 2 === 0) fails(429);
    else server.thinks(sensible);
    expect(await isAskedFor(`where is ${order.number}`)).toBe(true);
  }
  expect(await findFailing(shop.db, nameOfModel(model))).toBeUndefined();
});

test('what a shopper can bring about lets no model rest for everybody', async () => {
  server.thinks(() => ({ calls: [{ name: 'refund_everything', args: {} }] }));
  for (let n = 0; n < FAILURES + 1; n += 1) expect(await isAskedFor('call refund_everything')).toBe(true);
  fails(400 as Fault);
  for (let n = 0; n < FAILURES + 1; n += 1) expect(await isAskedFor('x')).toBe(true);
  expect(await findFailing(shop.db, nameOfModel(model))).toBeUndefined();
});

test('of many that fail at once each counts, and of many that may try it again one does', async () => {
  const name = nameOfModel(model);
  const noted = await Promise.all(Array.from({ length: 8 }, async () => noteFailure(shop, { name, why: 'silent' })));
  expect(await findFailing(shop.db, name)).toMatchObject({ failures: 8 });
  expect(noted.filter((one) => one !== undefined)).toHaveLength(1);
  later(REST_MS);
  const asked = await Promise.all(Array.from({ length: 8 }, async () => askModel(shop, name)));
  expect(asked.filter(Boolean)).toHaveLength(1);
});
