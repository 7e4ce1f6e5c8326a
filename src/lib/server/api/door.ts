import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressOf } from '../address-of.ts';
import { addAnswerHeaders } from '../answer-headers.ts';
import { visitorByToken } from '../session.ts';
import type { Settings } from '../settings.ts';
import type { Shop } from '../shop.ts';
import { dispatch } from './dispatch.ts';
import { inOnePiece } from './in-one-piece.ts';
import { problemAnswer, problemOf } from './problem.ts';
import type { Edge } from './read-call.ts';
import type { ApiAnswer, ApiRequest } from './wire.ts';

type At = Pick<Settings, 'origin' | 'behindProxy' | 'webhookSecret'>;
/** `compressed` sees to it that what is written to the response from then on goes out smaller. */
type Compressed = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
type Asking = { request: IncomingMessage; response: ServerResponse; settings: At; compressed?: Compressed };

/** What is shorter is not worth the trouble. */
const WORTH_COMPRESSING = 1024;

/** The description of the API is a page among the pages; so is an address with a slash too many, which they correct. */
const CALLS = /^\/api\/v1\/(?!openapi\.json(?:\?|$))[^?]*[^/?](?:\?|$)/;

export const isCall = ({ url = '' }: IncomingMessage): boolean => CALLS.test(url);

/** Answers a call without the framework of the pages, which makes for each request what only a browser needs. */
export async function answerCall(shop: Shop, { request, response, settings, compressed }: Asking): Promise<void> {
  const asked = askedBy(request, settings);
  const answer = await answerTo(shop, asked, { from: addressOf(request, settings), webhookSecrets: () => [settings.webhookSecret] });
  if (compressed && (answer.body?.length ?? 0) >= WORTH_COMPRESSING) compressed(request, response, () => send(response, answer));
  else send(response, answer);
}

async function answerTo(shop: Shop, asked: ApiRequest, edge: Omit<Edge, 'session'>): Promise<ApiAnswer> {
  try {
    const { actor, session } = await visitorByToken(asked.headers, shop.db);
    return await dispatch(shop, actor, asked, { ...edge, session });
  } catch (fault) {
    shop.report(fault);
    return problemAnswer(problemOf({ code: 'internal' }, new URL(asked.url)));
  }
}

function askedBy(request: IncomingMessage, { origin }: At): ApiRequest {
  const { headers, method = 'GET', url = '' } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return {
    method,
    // Behind a proxy there is always a fixed address: the settings see to that.
    url: `${origin ?? `http://${headers.host}`}${url}`,
    headers: { get: (name) => textOf(headers[name]) },
    body: hasBody ? inOnePiece(request) : null
  };
}

const textOf = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? value.join(', ') : (value ?? null));

function send(response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  const said = new Map(Object.entries(headers));
  // What is short is then sent as it is, and what is long is compressed in one go.
  if (body !== null) said.set('content-length', String(Buffer.byteLength(body)));
  addAnswerHeaders(said, { pathname: '/api/v1', requestId: randomUUID() });
  response.writeHead(status, Object.fromEntries(said)).end(body ?? undefined);
}
