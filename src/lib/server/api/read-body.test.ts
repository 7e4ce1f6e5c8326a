import { expect, test } from 'vitest';
import { hasBody, parseJson, readBytes } from './read-body.ts';

/** What Node asks for when a body is a stream; the types of browsers do not know it. */
const STREAMED: object = { duplex: 'half' };
const sent = (body: BodyInit, type = 'application/json') =>
  new Request('http://shop.test', { method: 'POST', headers: { 'content-type': type }, body, ...STREAMED });
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Comes in pieces without end and never says how long it is. */
function endless(): ReadableStream<Uint8Array> & { pulled: () => number } {
  let pulled = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1024).fill(0x20));
    }
  });
  return Object.assign(stream, { pulled: () => pulled });
}

test('a body is read up to its limit, and of a longer one no more than that', async () => {
  const stream = endless();
  expect(await readBytes(sent(stream), 10_000)).toMatchObject({ code: 'body-too-large' });
  expect(stream.pulled()).toBeLessThan(15);
  expect(await readBytes(sent('{"a":1}'), 7)).toEqual({ bytes: Buffer.from('{"a":1}') });
  expect(await readBytes(sent('{"a":1}'), 6)).toMatchObject({ code: 'body-too-large' });
});

test('only JSON is read, however it is written', async () => {
  for (const type of ['application/json', 'Application/JSON; charset=utf-8', 'application/json ;x']) {
    expect(await readBytes(sent('{}', type), 10)).toHaveProperty('bytes');
  }
  for (const type of ['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', 'application/json-patch+json']) {
    expect(await readBytes(sent('{}', type), 10)).toEqual({ code: 'wrong-content-type' });
  }
});

test('what is no JSON, or no UTF-8, or no text that a column can hold, is told so', () => {
  for (const text of ['', '{', '{"a":NaN}', "{'a':1}", '{"a":"\0"}', '{"a":"\\u0000"}', '{"\\u0000":1}', '["\\ud800"]', '["\\uDFFF x"]']) {
    expect(parseJson(bytesOf(text)), text).toMatchObject({ code: 'invalid' });
  }
  expect(parseJson(Uint8Array.from([0x22, 0xff, 0xfe, 0x22]))).toMatchObject({ code: 'invalid' });
});

test('whole pairs, escaped backslashes and a mark at the beginning are fine', () => {
  expect(parseJson(bytesOf('["\\ud83d\\ude00"]'))).toEqual({ json: ['😀'] });
  expect(parseJson(bytesOf('["\\\\u0000"]'))).toEqual({ json: ['\\u0000'] });
  expect(parseJson(Uint8Array.from([0xef, 0xbb, 0xbf, 0x31]))).toEqual({ json: 1 });
});

test('twenty thousand brackets deep is only JSON, also when its text looks suspicious', () => {
  const deep = `${'['.repeat(20_000)}"\\u0000"${']'.repeat(20_000)}`;
  expect(parseJson(bytesOf(deep))).toMatchObject({ code: 'invalid' });
  expect(parseJson(bytesOf(deep.replace('\\u0000', 'x')))).toHaveProperty('json');
});

test('an empty body and an empty object are no body', async () => {
  expect(await hasBody(new Request('http://shop.test', { method: 'DELETE' }))).toBe(false);
  expect(await hasBody(sent(''))).toBe(false);
  expect(await hasBody(sent('{}'))).toBe(false);
  expect(await hasBody(sent('{"a":1}'))).toBe(true);
  expect(await hasBody(sent(Uint8Array.from([0xff, 0xff])))).toBe(true);
});
