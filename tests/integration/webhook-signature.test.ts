import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SIGNATURE_HEADER, signWebhook, verifyWebhook, type SignatureCheck } from '#lib/server/webhook-signature.ts';

const secret = 'a-secret-for-this-test';
const next = 'the-secret-that-comes-next';
const now = new Date('2026-11-23T09:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const body = '{"id":"evt_1","type":"charge.captured","data":{"amountMinor":129900}}';
const header = signWebhook(body, [secret], now);
const check = (over: Partial<Parameters<typeof verifyWebhook>[0]> = {}) =>
  verifyWebhook({ header, rawBody: body, secrets: [secret], now, ...over });

describe('what is accepted', () => {
  test('a body signed with our secret is accepted, as text and as bytes', () => {
    expect(check()).toEqual({ ok: true });
    expect(check({ rawBody: Buffer.from(body) })).toEqual({ ok: true });
  });

  test('the signature is the HMAC of time, point and body, so that another maker can compute it', () => {
    expect(signWebhook('{}', ['0123456789abcdef'], new Date(1_700_000_000_000))).toBe(
      't=1700000000,v1=e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e'
    );
  });

  test('while secrets rotate, both the old and the new one are accepted, on either side', () => {
    expect(check({ secrets: [next, secret] })).toEqual({ ok: true });
    expect(check({ header: signWebhook(body, [secret, next], now), secrets: [next] })).toEqual({ ok: true });
  });

  test('exactly 300 seconds of age, and of a clock that runs ahead, still count as now', () => {
    expect(check({ now: later(300) })).toEqual({ ok: true });
    expect(check({ now: later(-300) })).toEqual({ ok: true });
  });
});

describe('what is refused, and why', () => {
  test('a replay after the tolerance is too old, and one from far ahead comes from the future', () => {
    expect(check({ now: later(301) })).toEqual({ ok: false, reason: 'too-old' });
    expect(check({ now: later(-301) })).toEqual({ ok: false, reason: 'from-the-future' });
  });

  test('an old message with a fresh time written over it is wrong, because the time is signed too', () => {
    const fresh = header.replace(/t=\d+/, `t=${Math.floor(later(900).getTime() / 1000)}`);
    expect(check({ header: fresh, now: later(900) })).toEqual({ ok: false, reason: 'signature-wrong' });
  });

  test('another secret is wrong, also after ours was retired', () => {
    expect(check({ header: signWebhook(body, [next], now) })).toEqual({ ok: false, reason: 'signature-wrong' });
    expect(check({ secrets: [next] })).toEqual({ ok: false, reason: 'signature-wrong' });
  });

  test('a body parsed and printed again is wrong although it says the same', () => {
    const spaced = JSON.stringify(JSON.parse(body), undefined, 1);
    expect(JSON.parse(spaced)).toEqual(JSON.parse(body));
    expect(check({ rawBody: spaced })).toEqual({ ok: false, reason: 'signature-wrong' });
  });

  test('any changed byte of the body is noticed', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const tampered = Buffer.from(body);
        tampered[at]! ^= flip;
        expect(check({ rawBody: tampered })).toEqual({ ok: false, reason: 'signature-wrong' });
      })
    );
  });

  test.each([[null], [undefined], ['']])('no header (%s) is named as missing', (missing) => {
    expect(check({ header: missing })).toEqual({ ok: false, reason: 'header-missing' });
  });

  test.each([
    ['no time', header.replace(/t=\d+,/, '')],
    ['no signature', header.replace(/,v1=.*/, '')],
    ['an unknown version only', header.replace('v1=', 'v0=')],
    ['a time that is no number', header.replace(/t=\d+/, 't=1e9')],
    ['a header sent twice', `${header}, ${header}`],
    ['a signature cut short', header.slice(0, -2)],
    ['words', 'let me in'],
    ['a thousand signatures', `${header}${`,${header.split(',')[1]}`.repeat(1000)}`]
  ])('%s is malformed', (_, broken) => {
    expect(check({ header: broken })).toEqual({ ok: false, reason: 'header-malformed' });
  });

  test('no string of a stranger ever passes or throws', () => {
    const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    const wellFormed = fc.tuple(fc.nat(9_999_999_999), hex).map(([time, digest]) => `t=${time},v1=${digest}`);
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 100 }), wellFormed), (junk) => {
        expect(check({ header: junk }).ok).toBe(false);
      })
    );
  });

  test('a secret that anyone could guess is a fault of the set-up, not a refusal', () => {
    expect(() => check({ secrets: [''] })).toThrow('at least 16 characters');
    expect(() => check({ secrets: [] })).toThrow('at least 16 characters');
  });
});

describe('over the wire', () => {
  const seen: SignatureCheck[] = [];
  const server = createServer((request, response) => void answer(request).then((status) => response.writeHead(status).end()));
  let url = '';

  async function answer(request: IncomingMessage): Promise<number> {
    const sent = request.headers[SIGNATURE_HEADER];
    const checked = verifyWebhook({ header: String(sent), rawBody: await buffer(request), secrets: [secret], now });
    seen.push(checked);
    return checked.ok ? 200 : 401;
  }

  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test('the bytes that arrive are the bytes that were signed, also beyond ASCII', async () => {
    const text = '{"note":"मेज़ · café"}';
    const post = async (sent: string) =>
      fetch(url, { method: 'POST', body: sent, headers: { [SIGNATURE_HEADER]: signWebhook(text, [secret], now) } });
    expect((await post(text)).status).toBe(200);
    expect((await post(text.replace('café', 'cafe'))).status).toBe(401);
    expect(seen).toEqual([{ ok: true }, { ok: false, reason: 'signature-wrong' }]);
  });
});
