import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { PushTarget, PushWords } from '#lib/commerce/notices/push.ts';

export type Pushed = { words: PushWords; subject: string; audience: string; topic: string | undefined; ttl: string | undefined };
export type FakeBrowser = { target: PushTarget; pushed: Pushed[] };
export type PushService = {
  origin: string;
  isService: (url: URL) => boolean;
  aBrowser: () => FakeBrowser;
  /** The next pushes are answered like this; then 201 again. */
  answerWith: (...statuses: number[]) => void;
  asked: () => number;
  stop: () => Promise<void>;
};

/** A push service with its browsers: it takes only what is signed for it, and each browser reads only what was encrypted for it. */
export async function pushService(publicKey: string): Promise<PushService> {
  const browsers = new Map<string, (body: Buffer) => PushWords>();
  const inbox = new Map<string, Pushed[]>();
  let statuses: number[] = [];
  let asked = 0;
  const take = (request: IncomingMessage, body: Buffer): boolean => {
    const path = request.url ?? '';
    try {
      inbox.get(path)!.push({ ...signedBy(publicKey, request), words: browsers.get(path)!(body) });
      return true;
    } catch {
      return false;
    }
  };
  const server = createServer((request, answer) => {
    void buffer(request).then((body) => {
      asked += 1;
      const status = statuses.shift() ?? 201;
      const isTaken = status !== 201 || take(request, body);
      answer.writeHead(isTaken ? status : 400, status === 307 ? { location: origin } : {}).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    isService: (url) => url.origin === origin,
    aBrowser() {
      const path = `/push/${randomBytes(8).toString('hex')}`;
      const { keys, read } = aReader();
      browsers.set(path, read);
      const pushed: Pushed[] = [];
      inbox.set(path, pushed);
      return { target: { endpoint: origin + path, ...keys }, pushed };
    },
    answerWith: (...next) => void (statuses = next),
    asked: () => asked,
    stop: async () =>
      new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      })
  };
}

/** The two keys of a browser, and how it reads what is encrypted for them: RFC 8291 over RFC 8188. */
export function aReader(): { keys: { p256dh: string; auth: string }; read: (body: Buffer) => PushWords } {
  const own = createECDH('prime256v1');
  const point = own.generateKeys();
  const auth = randomBytes(16);
  const derive = (secret: Buffer, salt: Buffer, info: Buffer | string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, length));
  return {
    keys: { p256dh: point.toString('base64url'), auth: auth.toString('base64url') },
    read(body) {
      const salt = body.subarray(0, 16);
      const theirs = body.subarray(21, 21 + body.readUInt8(20));
      const sealed = body.subarray(21 + theirs.length);
      const shared = derive(own.computeSecret(theirs), auth, Buffer.concat([Buffer.from('WebPush: info\0'), point, theirs]), 32);
      const key = derive(shared, salt, 'Content-Encoding: aes128gcm\0', 16);
      const opened = createDecipheriv('aes-128-gcm', key, derive(shared, salt, 'Content-Encoding: nonce\0', 12));
      opened.setAuthTag(sealed.subarray(-16));
      const text = Buffer.concat([opened.update(sealed.subarray(0, -16)), opened.final()]).toString('utf8');
      return JSON.parse(text.slice(0, text.lastIndexOf('\u0002'))) as PushWords;
    }
  };
}

/** RFC 8292: who signed, and for whom. @throws when it was not signed with that key, or is over */
function signedBy(publicKey: string, { headers }: IncomingMessage): Omit<Pushed, 'words'> {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? [];
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const [head, claims, signature = ''] = token.split('.');
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const isTheirs = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk as never, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url')
  );
  const said = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString('utf8')) as { aud: string; exp: number; sub: string };
  if (key !== publicKey || !isTheirs || said.exp * 1000 < Date.now()) throw new Error('not signed by the shop');
  return {
    subject: said.sub,
    audience: said.aud,
    topic: headers['topic'] as string | undefined,
    ttl: headers['ttl'] as string | undefined
  };
}
