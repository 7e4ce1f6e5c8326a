import { EASYPOST_HEADER, SIGNATURE_HEADER, verifyEasyPost, verifyWebhook } from '../webhook-signature.ts';
import type { Call, CallSession, Endpoint } from './endpoint.ts';
import { errorsOf, type Wrong } from './problem.ts';
import { hasBody, MOST_BYTES, MOST_WEBHOOK_BYTES, parseJson, readBytes } from './read-body.ts';
import type { ApiRequest } from './wire.ts';

/** What the way in knows besides the request. `from` is the caller's address; secrets are asked for only where a signature is due. */
export type Edge = { from: string; session: CallSession | undefined; webhookSecrets: () => readonly string[] };
export type Asked = { request: ApiRequest; url: URL; params: Record<string, string>; edge: Edge; now: Date };
type Ready = Call<unknown, unknown, unknown>;
type Body = { body: unknown };

const KEY = /^[\x20-\x7e]{1,200}$/;

/** Checks everything a request brings against what the endpoint takes, once: behind this nobody looks again. */
export async function readCall(endpoint: Endpoint, { request, url, edge, now, ...asked }: Asked): Promise<Ready | Wrong> {
  const params = endpoint.params.safeParse(asked.params);
  // Whoever asks for something that cannot even be a name gets the same answer as for something that is not there.
  if (!params.success) return { code: 'not-found' };
  const query = endpoint.query?.safeParse(queryOf(url.searchParams));
  if (query && !query.success) return { code: 'invalid', errors: errorsOf(query.error, '?') };
  const key = request.headers.get('idempotency-key') ?? '';
  if (isOddKey(endpoint, key)) return { code: 'idempotency-key-missing' };
  const read = await readBody(endpoint, request, { edge, now });
  if ('code' in read) return read;
  const { from, session } = edge;
  const userAgent = request.headers.get('user-agent');
  return { params: params.data, query: query?.data, body: read.body, key, origin: url.origin, from, userAgent, session };
}

/** One that is needed, or that is sent where it counts. */
function isOddKey({ once, keyed }: Endpoint, key: string): boolean {
  return (once === true || (keyed !== undefined && key !== '')) && !KEY.test(key);
}

async function readBody(endpoint: Endpoint, request: ApiRequest, at: { edge: Edge; now: Date }): Promise<Body | Wrong> {
  if (!endpoint.body) {
    if (request.method === 'GET' || request.method === 'HEAD' || !(await hasBody(request))) return { body: undefined };
    return { code: 'invalid', detail: 'this endpoint takes no body' };
  }
  const read = await readBytes(request, endpoint.signed ? MOST_WEBHOOK_BYTES : MOST_BYTES);
  if ('code' in read) return read;
  if (endpoint.signed && !isSigned(endpoint.signed, request, read.bytes, at)) return { code: 'signature-wrong' };
  const parsed = parseJson(read.bytes);
  if ('code' in parsed) return parsed;
  const body = endpoint.body.safeParse(parsed.json);
  return body.success ? { body: body.data } : { code: 'invalid', errors: errorsOf(body.error, '#/') };
}

type At = { edge: Edge; now: Date };

function isSigned(by: NonNullable<Endpoint['signed']>, { headers }: ApiRequest, rawBody: Uint8Array, { edge, now }: At): boolean {
  const secrets = edge.webhookSecrets();
  if (by === 'easypost') return verifyEasyPost({ header: headers.get(EASYPOST_HEADER), rawBody, secrets });
  return verifyWebhook({ header: headers.get(SIGNATURE_HEADER), rawBody, secrets, now }).ok;
}

/** A parameter that comes several times is a list. */
function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const all = search.getAll(name);
      return [name, all.length === 1 && all[0] !== undefined ? all[0] : all];
    })
  );
}
