import { createHmac, timingSafeEqual } from 'node:crypto';

/** Both directions use one header: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.rawBody">`, with one v1 per secret while rotating. */
export const SIGNATURE_HEADER = 'throughline-signature';

const TOLERANCE_SECONDS = 300;
const MAX_HEADER_LENGTH = 1024;
const SHORTEST_SECRET = 16;

export type SignatureProblem = 'header-missing' | 'header-malformed' | 'too-old' | 'from-the-future' | 'signature-wrong';
export type SignatureCheck = { ok: true } | { ok: false; reason: SignatureProblem };
export type SignedRequest = { header: string | null | undefined; rawBody: string | Uint8Array; secrets: readonly string[]; now: Date };

export const EASYPOST_HEADER = 'x-hmac-signature';
const EASYPOST_WORDS = /^hmac-sha256-hex=([0-9a-f]{64})$/;

/** How EasyPost signs: the raw body alone, so an old message is as good as a new one, and whoever reads it must bear it twice. */
export function verifyEasyPost({ header, rawBody, secrets }: Omit<SignedRequest, 'now'>): boolean {
  const [, given] = EASYPOST_WORDS.exec(header ?? '') ?? [];
  if (given === undefined) return false;
  assertLong(secrets);
  const expected = secrets.map((secret) => createHmac('sha256', secret.normalize('NFKD')).update(rawBody).digest());
  return anyMatches([Buffer.from(given, 'hex')], expected);
}

export function signWebhook(rawBody: string | Uint8Array, secrets: readonly string[], at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return [`t=${seconds}`, ...digests(rawBody, secrets, seconds).map((digest) => `v1=${digest.toString('hex')}`)].join(',');
}

/**
 * Takes the body as it came over the wire: parsing and printing it again gives other bytes and so another signature.
 * The time is judged only after the signature, so that a stranger learns nothing about our clock.
 */
export function verifyWebhook({ header, rawBody, secrets, now }: SignedRequest): SignatureCheck {
  if (!header) return no('header-missing');
  const claimed = header.length > MAX_HEADER_LENGTH ? undefined : readHeader(header);
  if (!claimed) return no('header-malformed');
  if (!anyMatches(claimed.signatures, digests(rawBody, secrets, claimed.seconds))) return no('signature-wrong');

  const age = now.getTime() / 1000 - claimed.seconds;
  if (age > TOLERANCE_SECONDS) return no('too-old');
  return age < -TOLERANCE_SECONDS ? no('from-the-future') : { ok: true };
}

const no = (reason: SignatureProblem): SignatureCheck => ({ ok: false, reason });

/** Exactly one time and at least one signature; a header sent twice arrives joined and has two times, so it is refused. */
function readHeader(header: string): { seconds: number; signatures: Buffer[] } | undefined {
  const parts = header.split(',').map((part) => part.trim());
  const times = parts.filter((part) => part.startsWith('t='));
  const signatures = parts.filter((part) => part.startsWith('v1='));
  const seconds = times[0]?.slice(2) ?? '';
  if (times.length !== 1 || !/^\d{1,12}$/.test(seconds)) return undefined;
  if (signatures.length === 0 || !signatures.every((part) => /^v1=[0-9a-f]{64}$/.test(part))) return undefined;
  return { seconds: Number(seconds), signatures: signatures.map((part) => Buffer.from(part.slice(3), 'hex')) };
}

/** An empty or short secret would let anyone sign: that is a wrong set-up and loud, not a refusal. */
function assertLong(secrets: readonly string[]): void {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < SHORTEST_SECRET)) {
    throw new Error(`webhook signature: every secret needs at least ${SHORTEST_SECRET} characters`);
  }
}

function digests(rawBody: string | Uint8Array, secrets: readonly string[], seconds: number): Buffer[] {
  assertLong(secrets);
  return secrets.map((secret) => createHmac('sha256', secret).update(`${seconds}.`).update(rawBody).digest());
}

/** Compares every pair to the end: how long it takes says nothing about which one matched or where they differ. */
function anyMatches(given: Buffer[], expected: Buffer[]): boolean {
  let matches = 0;
  for (const one of given) for (const other of expected) matches += Number(timingSafeEqual(one, other));
  return matches > 0;
}
