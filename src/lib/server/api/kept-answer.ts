import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { claimKey, forgetKey, keepAnswer, savedAnswer, type Once } from '#db/queries/idempotency.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '../rate-limit.ts';
import type { Shop } from '../shop.ts';
import type { Call, Endpoint } from './endpoint.ts';

type Place = Pick<Shop, 'db' | 'keys' | 'now'>;
type Asked = Pick<Call<unknown, unknown, unknown>, 'params' | 'body' | 'key' | 'session' | 'from'>;
type Kept = { sealed: string };

/** Long enough for every retry of a program that lost the answer, and then a code or link that works once is over for everybody. */
const SECRET_GIVEN_AGAIN_S = 15 * 60;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The first answer to a key, given again for the same request. For what the key of a command cannot do: answers that hold a secret which is stored
 * nowhere, and acts of several steps, the first of which counts tries. What is refused or fails is no answer, and the key is free again; so it is a
 * minute after a process has ended between the act and its answer, and when a secret has been given again long enough. Refuses `key-reused`,
 * `in-progress` while the first is still at it, and `too-many-requests` (detail: seconds to wait).
 */
export async function keptAnswer(shop: Place, endpoint: Endpoint, asked: Asked, run: () => Promise<unknown>): Promise<unknown> {
  const { named, secret } = namesOf(shop, endpoint, asked);
  const claim = await claimKey(shop.db, named, endpoint.keyed === 'secret' ? SECRET_GIVEN_AGAIN_S : null);
  if (!claim) return givenAgain(shop, named, secret);
  const answer = await run().catch(async (fault: unknown) => {
    await forgetKey(shop.db, claim);
    throw fault;
  });
  await keepAnswer(shop.db, claim, { sealed: sealed(secret, JSON.stringify(answer)) } satisfies Kept);
  return answer;
}

/** Counted before the look, and taken back from whoever asks the same: else a PIN could be guessed here by whoever knows the key. */
async function givenAgain(shop: Place, named: Once, secret: Buffer): Promise<unknown> {
  const forgive = await limited(shop, LIMITS.otherRequestByKey, `${named.scope} ${named.key}`);
  const kept = await savedAnswer(shop.db, named);
  await forgive();
  return JSON.parse(opened(secret, ((kept ?? refuse('in-progress')) as Kept).sealed));
}

/**
 * A body may hold a password, and a key that somebody made up is told nobody: of both only seals are kept. An answer is opened by the key and the
 * request that it came with, and by nothing that lies beside it. Keys of callers who proved nothing are those of their address.
 */
function namesOf({ keys: { seal } }: Place, { operationId }: Endpoint, { params, body, key, session, from }: Asked) {
  const request = JSON.stringify({ params, body });
  const named = {
    scope: `api:${operationId}`,
    key: seal('key of an answer', `${session?.name ?? from} ${key}`).toString('base64url'),
    hash: seal('request of an answer', request).toString('base64url')
  };
  return { named, secret: seal('answer', `${key} ${request}`) };
}

function sealed(secret: Buffer, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, secret, iv);
  const hidden = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...hidden]).toString('base64url');
}

function opened(secret: Buffer, text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  const decipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, IV_BYTES)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
