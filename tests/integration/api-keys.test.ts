import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints } from '#lib/server/api/endpoints.ts';
import { openApi } from '#lib/server/api/openapi.ts';
import { aMember, DEVICE, signingUp } from '../support/api-accounts.ts';
import { requestsOfAll } from '../support/api-requests.ts';
import { aBuyer, openApiShop, type Buyer, type Sent } from '../support/api-world.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
let requests: Record<string, () => Promise<Sent>>;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
  requests = requestsOfAll(shop, buyer);
});
afterAll(() => shop.close());

const posts = endpoints.filter(({ method }) => method === 'POST');
const keyed = async (operationId: string): Promise<Sent> => ({ ...(await requests[operationId]!()), key: shop.newId() });
const mailsTo = async (email: string) => (await shop.db.selectFrom('mail').select('id').where('to', '=', email).execute()).length;

describe('every POST takes an Idempotency-Key, and is answered the same when it is sent again with it', () => {
  for (const { operationId, path, status, signed } of posts) {
    test(operationId, async () => {
      const { parameters } = openApi().paths[path]!['post']!;
      expect(parameters.filter((one) => '$ref' in one && one.$ref.includes('/IdempotencyKey'))).toHaveLength(1);
      const sent = await keyed(operationId);
      const first = await buyer.ask(sent);
      expect(first.status, JSON.stringify(first.json)).toBe(status);
      const again = await buyer.ask(sent);
      expect(again.status, JSON.stringify(again.json)).toBe(status);
      // Whoever posts news is told whether it was news.
      if (!signed) expect(again.json).toEqual(first.json);
    });
  }
});

test('a code that works once, sent again with its key, answers the session that it started, and starts no other', async () => {
  const sent = await keyed('createSessionByCode');
  const [first, again] = [await buyer.ask(sent), await buyer.ask(sent)];
  const headers = { authorization: `Bearer ${String(again.json['token'])}` };
  const { json } = await buyer.ask({ method: 'GET', path: '/account/sessions', headers });
  expect([first.json, json['sessions']]).toEqual([again.json, [expect.objectContaining({ isHere: true })]]);
});

test('a mail that is asked for again with its key is not sent again, however often', async () => {
  const sent = { ...signingUp('rhea.once@example.com', shop.newId()), key: 'sign me up' };
  for (let times = 0; times < 7; times += 1) expect((await buyer.ask(sent)).status).toBe(201);
  expect(await mailsTo('rhea.once@example.com')).toBe(1);
  expect((await buyer.ask({ ...sent, key: 'once more' })).status).toBe(201);
  expect(await mailsTo('rhea.once@example.com')).toBe(2);
});

test('what was refused is no answer to keep: the same key may try again', async () => {
  const right = await keyed('createSession');
  const key = shop.newId();
  const wrong = { ...right, key, body: { ...(right.body as object), password: 'not this one' } };
  expect((await buyer.ask(wrong)).json).toMatchObject({ code: 'sign-in-refused' });
  expect((await buyer.ask({ ...right, key })).status).toBe(201);
});

test('of two with one key at the same moment one is answered, and the other is told that it is under way or hears the same', async () => {
  const sent = await keyed('createSession');
  const answers = await Promise.all([buyer.ask(sent), buyer.ask(sent), buyer.ask(sent)]);
  const tokens = new Set(answers.filter(({ status }) => status === 201).map(({ json }) => json['token']));
  expect(tokens.size).toBe(1);
  for (const { status, json } of answers) if (status !== 201) expect([status, json['code']]).toEqual([409, 'in-progress']);
  expect((await buyer.ask(sent)).json).toMatchObject({ token: [...tokens][0] });
});

test('a key whose process ended between the act and its answer is tried anew after a minute', async () => {
  const sent = await keyed('createSession');
  await buyer.ask(sent);
  const mine = shop.db.updateTable('idempotency').where('scope', '=', 'api:createSession');
  await mine.set({ result: null }).execute();
  expect((await buyer.ask(sent)).json).toMatchObject({ code: 'in-progress' });
  await mine.set({ created_at: new Date(Date.now() - 61_000) }).execute();
  expect((await buyer.ask(sent)).status).toBe(201);
});

test('the key of somebody else is another key: of another address, and of another session', async () => {
  const body = { email: 'rhea.elsewhere@example.com', device: DEVICE };
  for (const from of ['here', 'there'])
    expect((await buyer.ask({ method: 'POST', path: '/sign-in-codes', body, from, key: '1' })).status).toBe(201);
  expect(await mailsTo('rhea.elsewhere@example.com')).toBe(2);
  const first = await keyed('askForOrders');
  await buyer.ask(first);
  const other = { ...first, headers: (await aMember(shop)).headers };
  expect((await buyer.ask(other)).json).toMatchObject({ code: 'not-found' });
});

test('no secret of an answer, of a request or of a key lies in the table', async () => {
  const tokens: string[] = [];
  for (const operationId of ['createSession', 'createStaffSession', 'enrolDevice', 'claimHandOver']) {
    const sent = await keyed(operationId);
    const { json } = await buyer.ask(sent);
    tokens.push(sent.key!, ...['token', 'device', 'cartKey'].flatMap((name) => (name in json ? [String(json[name])] : [])));
  }
  const kept = JSON.stringify(await shop.db.selectFrom('idempotency').selectAll().where('scope', 'like', 'api:%').execute());
  expect(tokens).toHaveLength(8);
  for (const secret of tokens) expect(kept).not.toContain(secret);
});
