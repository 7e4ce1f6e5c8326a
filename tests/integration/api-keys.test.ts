import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimKey, forgetKey, keepAnswer, savedAnswer } from '#db/queries/idempotency.ts';
import { endpoints } from '#lib/server/api/endpoints.ts';
import { openApi } from '#lib/server/api/openapi.ts';
import { LIMITS } from '#lib/server/rate-limit.ts';
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

/** As if its first request had come so long ago. */
const grown = async (operationId: string, minutes: number) => {
  const { numUpdatedRows } = await shop.db
    .updateTable('idempotency')
    .set({ created_at: new Date(Date.now() - minutes * 60_000) })
    .where('scope', '=', `api:${operationId}`)
    .executeTakeFirst();
  expect(numUpdatedRows).toBeGreaterThan(0n);
};

test('a claim that was taken over is neither ended nor answered by whoever had it first', async () => {
  const named = { scope: 'api:of-a-test', key: 'taken over', hash: 'h' };
  const first = (await claimKey(shop.db, named))!;
  expect(await claimKey(shop.db, named)).toBeUndefined();
  await grown('of-a-test', 2);
  const second = (await claimKey(shop.db, named))!;
  await forgetKey(shop.db, first);
  await keepAnswer(shop.db, first, 'late');
  expect([await savedAnswer(shop.db, named), await claimKey(shop.db, named)]).toEqual([undefined, undefined]);
  await keepAnswer(shop.db, second, 'in time');
  expect(await savedAnswer(shop.db, named)).toBe('in time');
});

describe('whoever knows a key guesses nothing by it: other requests are counted, and then the right one is told no more', () => {
  const guess = {
    createSession: { password: 'a guess of mine' },
    createStaffSession: { pin: '1234' },
    signUp: { password: 'a guess of mine' }
  };
  for (const [operationId, wrong] of Object.entries(guess)) {
    test(operationId, async () => {
      const sent = await keyed(operationId);
      expect((await buyer.ask(sent)).status).toBe(201);
      const other = { ...sent, body: { ...(sent.body as object), ...wrong } };
      for (let tries = 1; tries < LIMITS.otherRequestByKey.limit; tries += 1)
        expect((await buyer.ask(other)).json).toMatchObject({ code: 'key-reused' });
      // The right one costs no try.
      for (let times = 0; times < 3; times += 1) expect((await buyer.ask(sent)).status).toBe(201);
      expect((await buyer.ask(other)).json).toMatchObject({ code: 'key-reused' });
      for (const one of [other, sent]) expect((await buyer.ask(one)).json).toMatchObject({ code: 'too-many-requests' });
    });
  }
});

test('a secret is given again for a quarter of an hour; then a code that works once is wrong, and a password starts another session', async () => {
  const [code, password] = [await keyed('createSessionByCode'), await keyed('createSession')];
  const first = [await buyer.ask(code), await buyer.ask(password)];
  for (const operationId of ['createSessionByCode', 'createSession']) await grown(operationId, 14);
  expect([(await buyer.ask(code)).json, (await buyer.ask(password)).json]).toEqual(first.map(({ json }) => json));
  for (const operationId of ['createSessionByCode', 'createSession']) await grown(operationId, 16);
  expect((await buyer.ask(code)).json).toMatchObject({ code: 'code-wrong' });
  const { status, json } = await buyer.ask(password);
  expect(status).toBe(201);
  expect(json['token']).not.toBe(first[1]!.json['token']);
});

test('an answer without a secret is given again for a day', async () => {
  const sent = await keyed('rejectParcel');
  const { json } = await buyer.ask(sent);
  await grown('rejectParcel', 24 * 60);
  expect(await buyer.ask(sent)).toMatchObject({ status: 201, json });
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
