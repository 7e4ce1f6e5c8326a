import { createServer, request, type IncomingMessage, type RequestOptions, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerCall, isCall } from '#lib/server/api/door.ts';
import { MOST_BYTES } from '#lib/server/api/read-body.ts';
import { compressed } from '#scripts/steps/compress.ts';
import { aBuyer, openApiShop, SECRET } from '../support/api-world.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let server: Server;
beforeAll(async () => {
  shop = await openApiShop();
  const settings = { origin: undefined, behindProxy: false, webhookSecret: SECRET };
  server = createServer((asked, response) => void answerCall(shop, { request: asked, response, settings, compressed }));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => void server.close());

async function ask(method: string, path: string, { body, ...more }: RequestOptions & { body?: string } = {}) {
  const { port } = server.address() as { port: number };
  const answer = await new Promise<IncomingMessage>((answered, failed) => {
    const asked = request({ host: '127.0.0.1', port, method, path: `/api/v1${path}`, agent: false, ...more }, answered);
    asked.on('error', failed);
    asked.end(body);
  });
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  const text = answer.headers['content-encoding'] ? '' : Buffer.concat(pieces).toString();
  return { status: answer.statusCode, headers: answer.headers, text, json: text && (JSON.parse(text) as Record<string, unknown>) };
}

const json = { 'content-type': 'application/json' };

test('the description of the API and what the pages correct are left to the pages', () => {
  const calls = (url: string) => isCall({ url } as IncomingMessage);
  expect(['/api/v1/carts', '/api/v1/products?page=2', '/api/v1/openapi.jsonx', '/api/v1/nothing'].map(calls)).not.toContain(false);
  expect(
    ['/api/v1/openapi.json', '/api/v1/openapi.json?x', '/api/v1/carts/', '/api/v1/', '/api/v1', '/api', '/', '/api/v2/carts'].map(calls)
  ).not.toContain(true);
});

test('a call is answered with its length and with what every answer says', async () => {
  const opened = await ask('POST', '/carts', { headers: { ...json, 'idempotency-key': 'door-1' }, body: '{}' });
  expect(opened).toMatchObject({ status: 201, json: { cartKey: expect.any(String) as string } });
  expect(opened.headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': String(opened.text.length),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff'
  });
  expect(opened.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
});

test('a question about an answer gets its head alone', async () => {
  const whole = await ask('GET', '/stores');
  const head = await ask('HEAD', '/stores');
  expect(head).toMatchObject({ status: 200, text: '', headers: { 'content-length': whole.headers['content-length'] } });
  expect(await ask('OPTIONS', '/carts')).toMatchObject({ status: 204, text: '', headers: { allow: 'POST' } });
});

test('what is long goes out smaller to whoever can read that, and what is short as it is', async () => {
  const headers = { 'accept-encoding': 'br' };
  const [long, short] = [await ask('GET', `/${'nowhere/'.repeat(200)}at-all`, { headers }), await ask('GET', '/stores', { headers })];
  expect(long).toMatchObject({ status: 404, headers: { 'content-encoding': 'br', vary: 'Accept-Encoding' } });
  expect(short.headers).not.toHaveProperty('content-encoding');
  expect(short.headers).toMatchObject({ 'content-length': String(Buffer.byteLength(short.text)) });
});

test('problems name the address that was asked', async () => {
  const lost = await ask('GET', '/nothing', { headers: { host: 'localhost:1' } });
  expect(lost).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
  expect(lost.json).toMatchObject({ code: 'not-found', instance: '/api/v1/nothing', type: 'http://localhost:1/api#not-found' });
  expect(await ask('PATCH', '/carts')).toMatchObject({ status: 405, headers: { allow: 'POST' } });
});

test.each([
  ['that says so', { 'content-length': String(MOST_BYTES + 1) }],
  ['in pieces', { 'transfer-encoding': 'chunked' }]
])('a body that is too large, %s, is refused and ends the connection', async (_, sent) => {
  const headers = { ...json, 'idempotency-key': 'door-2', ...sent };
  const refused = await ask('POST', '/carts', { headers, body: 'x'.repeat(MOST_BYTES + 1) });
  expect(refused).toMatchObject({ status: 413, headers: { connection: 'close' }, json: { code: 'body-too-large' } });
});

test('an unknown token is nobody', async () => {
  const stranger = { authorization: `Bearer ${'x'.repeat(43)}` };
  expect(await ask('GET', '/stores', { headers: stranger })).toMatchObject({ status: 200 });
});

test('a fault of ours is reported once, and its answer says nothing about it', async () => {
  const broken: TestShop = { ...shop, faults: [], report: (fault) => void broken.faults.push(fault), now: () => shop.now() };
  broken.keys = {
    ...shop.keys,
    open: () => {
      throw new Error('select * from secrets at /src/lib');
    }
  };
  const answer = await aBuyer(broken).ask({ method: 'GET', path: `/carts/${'k'.repeat(43)}` });
  expect(answer).toMatchObject({ status: 500, type: 'application/problem+json', json: { code: 'internal', title: 'Internal' } });
  expect(JSON.stringify(answer.json)).not.toMatch(/select|secrets|src\/lib|Error/);
  expect(broken.faults).toHaveLength(1);
});
