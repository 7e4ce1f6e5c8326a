import { createECDH } from 'node:crypto';
import { request as askPlainly } from 'node:http';
import { request as askSafely } from 'node:https';
import type { LookupFunction } from 'node:net';
import webPush from 'web-push';
import type { Pusher, PushTarget } from '#lib/commerce/notices/push.ts';
import { publicLookup } from './public-address.ts';
import { isPushService } from './push-hosts.ts';

export type PushKeys = {
  publicKey: string;
  privateKey: string;
  /** Whom a push service writes to when something is wrong. */ subject: string;
};
/** Tests push to a service of their own. */
type Reach = { isService: (url: URL) => boolean; lookup?: LookupFunction };

const WAIT_MS = 5_000;
/** After a day it is no news any more. */
const KEPT_SECONDS = 24 * 60 * 60;
const POINT = /^[\w-]{87}$/;
const SECRET = /^[\w-]{22}$/;

/** Web push with VAPID: what we say is encrypted for the one browser (RFC 8291) and signed by us (RFC 8292). No redirect is followed. */
export function webPusher(keys: PushKeys, { isService, lookup }: Reach = { isService: isPushService, lookup: publicLookup }): Pusher {
  return {
    publicKey: keys.publicKey,
    takes: (target) => URL.canParse(target.endpoint) && isService(new URL(target.endpoint)) && areKeys(target),
    async send({ endpoint, p256dh, auth }, words) {
      const url = new URL(endpoint);
      if (!isService(url)) return 'gone';
      const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(words), {
        vapidDetails: keys,
        TTL: KEPT_SECONDS,
        urgency: 'high',
        topic: words.tag.replaceAll('-', '').slice(0, 32)
      });
      const status = await statusOf(url, { headers, body, lookup });
      if (status === 404 || status === 410) return 'gone';
      if (status < 200 || status > 299) throw new Error(`the push service ${url.host} answered ${status}`);
      return 'sent';
    }
  };
}

/** A point of the curve and a secret of sixteen bytes: anything else could never be pushed to. */
function areKeys({ p256dh, auth }: PushTarget): boolean {
  if (!POINT.test(p256dh) || !SECRET.test(auth)) return false;
  const ours = createECDH('prime256v1');
  ours.generateKeys();
  try {
    return ours.computeSecret(p256dh, 'base64url').length === 32;
  } catch {
    return false;
  }
}

type Asked = { headers: object; body: Buffer | null; lookup: LookupFunction | undefined };

async function statusOf(url: URL, { headers, body, lookup }: Asked): Promise<number> {
  const ask = url.protocol === 'http:' ? askPlainly : askSafely;
  const signal = AbortSignal.timeout(WAIT_MS);
  return new Promise((resolve, reject) => {
    const asked = ask(url, { method: 'POST', headers: { ...headers }, signal, ...(lookup && { lookup }) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
