import { request, type IncomingMessage, type OutgoingHttpHeaders, type RequestOptions, type Server } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { BODY_LIMIT, FILES_LIMIT, PICTURES_LIMIT, webServer, type Pages } from './web-server.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

type Set = { origin?: string; behindProxy?: boolean; isReady?: () => Promise<boolean> };

async function serving(pages: Pages, { origin, behindProxy = false, isReady = async () => true }: Set = {}): Promise<number> {
  const server = webServer({ settings: { origin, behindProxy }, pages, isReady });
  open.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function ask(port: number, path: string, options: RequestOptions & { body?: string } = {}) {
  const { body, headers, ...rest } = options;
  const answer = await new Promise<IncomingMessage>((answered, failed) => {
    const asked = request(
      { port, path, host: '127.0.0.1', agent: false, headers: { ...(headers as OutgoingHttpHeaders) }, ...rest },
      answered
    );
    asked.on('error', failed);
    asked.end(body);
  });
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return { status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(pieces), text: Buffer.concat(pieces).toString() };
}

const hello: Pages = (_, response) => void response.end('hello');

test('every answer says that its type is not to be guessed', async () => {
  const port = await serving(hello);
  for (const path of ['/', '/healthz', '/readyz', '/pictures/lamp.webp']) {
    expect((await ask(port, path)).headers['x-content-type-options']).toBe('nosniff');
  }
});

test('browsers are bound to https only where the shop is open under https', async () => {
  const over = async (port: number, proto: string) =>
    (await ask(port, '/', { headers: { 'x-forwarded-proto': proto } })).headers['strict-transport-security'];
  const https = await serving(hello, { origin: 'https://shop.example' });
  expect(await over(https, 'http')).toBe('max-age=31536000; includeSubDomains');
  const proxied = await serving(hello, { origin: 'http://shop.example', behindProxy: true });
  expect(await over(proxied, 'https')).toBe('max-age=31536000; includeSubDomains');
  expect(await over(proxied, 'http')).toBeUndefined();
  expect(await over(await serving(hello), 'https')).toBeUndefined();
});

test('what a stranger says about the protocol is believed only when a proxy stands in front', async () => {
  const tell: Pages = (asked, response) => void response.end(String(asked.headers['x-forwarded-proto']));
  const forged = { headers: { 'x-forwarded-proto': 'https' } };
  expect((await ask(await serving(tell), '/', forged)).text).toBe('http');
  expect((await ask(await serving(tell, { origin: 'https://shop.example', behindProxy: true }), '/', forged)).text).toBe('https');
});

test.each([
  ['localhost:3000', 200],
  ['127.0.0.1', 200],
  ['[::1]:3000', 200],
  ['mez.localhost:3000', 200],
  ['evil.example', 421],
  ['localhost.evil.example', 421],
  ['127.0.0.1.evil.example:3000', 421]
])('without a fixed address the name %s gets %i', async (host, status) => {
  expect((await ask(await serving(hello), '/', { headers: { host } })).status).toBe(status);
});

test('behind a fixed address the name in the request does not matter', async () => {
  const port = await serving(hello, { origin: 'https://shop.example' });
  expect((await ask(port, '/', { headers: { host: 'balancer-7' } })).status).toBe(200);
});

test('a body that is too long is refused before it is read; the API answers that in its own words', async () => {
  const port = await serving(hello);
  const tooLong = { method: 'POST', headers: { 'content-length': BODY_LIMIT + 1 } };
  const refused = await ask(port, '/cart', tooLong);
  expect(refused).toMatchObject({
    status: 413,
    text: 'We read at most 512 kB at a time. Send less at once.\n',
    headers: { connection: 'close' }
  });
  expect((await ask(port, '/cart', { method: 'POST', body: 'x'.repeat(BODY_LIMIT) })).status).toBe(200);
  expect((await ask(port, '/api/v1/carts', tooLong)).text).toBe('hello');
  expect((await ask(port, '/cart', { method: 'POST', headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413);

  const pictures = '/orders/some-key/returns/new?/ask';
  const many = (bytes: number) => ({ method: 'POST', headers: { 'content-length': bytes } });
  expect((await ask(port, pictures, many(PICTURES_LIMIT + 1))).text).toBe('We read at most 32768 kB at a time. Send less at once.\n');
  expect((await ask(port, pictures.replace('new', 'old'), many(BODY_LIMIT + 1))).status).toBe(413);

  expect((await ask(port, '/office/import?/send', many(200 * 1024 * 1024))).text).toBe(
    `We read at most ${FILES_LIMIT / 1024} kB at a time. Send less at once.\n`
  );
  expect((await ask(port, '/office/import/some-id?/confirm', many(BODY_LIMIT + 1))).status).toBe(413);
});

test('programs are refused in a problem document', async () => {
  const refused = await ask(await serving(hello), '/api/v1/carts', { headers: { host: 'evil.example' } });
  expect(refused.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(refused.text)).toMatchObject({ status: 421, code: 'wrong-host', detail: 'This server is not known by that name.' });
});

test('alive is not the same as ready', async () => {
  const port = await serving(hello, { isReady: async () => false });
  expect((await ask(port, '/healthz')).status).toBe(200);
  expect((await ask(port, '/readyz')).status).toBe(503);
  expect((await ask(await serving(hello), '/readyz')).status).toBe(200);
});

test('a page is compressed, and each part goes out when it is written', async () => {
  let finish = () => undefined as void;
  const port = await serving((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.write('a'.repeat(4_000));
    finish = () => void response.end('b');
  });
  const answer = await new Promise<IncomingMessage>((answered) =>
    request({ port, host: '127.0.0.1', headers: { 'accept-encoding': 'br' } }, answered).end()
  );
  expect(answer.headers['content-encoding']).toBe('br');
  expect(answer.headers.vary).toBe('Accept-Encoding');
  const pieces: Buffer[] = [];
  // The page is finished only once its first part has arrived: held back, this would never end.
  answer.once('data', finish);
  for await (const piece of answer) pieces.push(piece as Buffer);
  expect(brotliDecompressSync(Buffer.concat(pieces)).toString()).toBe(`${'a'.repeat(4_000)}b`);
});

test('a stream of events is never compressed', async () => {
  const port = await serving((_, response) => {
    response.setHeader('content-type', 'text/event-stream');
    response.end('data: 1\n\n'.repeat(500));
  });
  const answer = await ask(port, '/', { headers: { 'accept-encoding': 'br, gzip' } });
  expect(answer.headers['content-encoding']).toBeUndefined();
  expect(answer.bytes.length).toBe(4_500);
});
