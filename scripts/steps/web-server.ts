import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Settings } from '#lib/server/settings.ts';
import { compressed } from './compress.ts';
import { sayPlainly } from './say-plainly.ts';

/** Whoever says beforehand that a body is more is not read at all. */
export const BODY_LIMIT = 512 * 1024;
/** Where pictures are sent with the words. */
export const PICTURES_LIMIT = 32 * 1024 * 1024;
/** Where the office sends a file, which is read as it comes. */
export const FILES_LIMIT = 130 * 1024 * 1024;
const TAKES_FILES = /^\/office\/import(\?|$)/;
const TAKES_PICTURES = /^\/orders\/[\w-]+\/returns\/new(\?|$)/;

export type Pages = (request: IncomingMessage, response: ServerResponse) => void;
/** Whether it takes the request, which it then answers to the end. */
export type Calls = (request: IncomingMessage, response: ServerResponse) => boolean;
type Web = { settings: Pick<Settings, 'origin' | 'behindProxy'>; pages: Pages; calls?: Calls; isReady: () => Promise<boolean> };

const YEAR_WITH_SUBDOMAINS = 'max-age=31536000; includeSubDomains';
const OWN_NAMES = /^(localhost|[\w-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The server around the pages: what holds for every answer, static files too, which never pass the hooks. */
export function webServer({ settings, pages, calls, isReady }: Web): Server {
  const options = { keepAliveTimeout: 65_000, requestTimeout: 60_000 };
  return createServer(options, (request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    if (request.url === '/healthz') return sayPlainly(request, response, { status: 200, detail: 'alive' });
    if (request.url === '/readyz') return void tellReadiness(request, response, isReady);

    // Without a fixed address a stranger's page could give its own name to this machine and pass for us.
    if (!settings.origin && !OWN_NAMES.test(request.headers.host ?? '')) {
      return sayPlainly(request, response, { status: 421, code: 'wrong-host', detail: 'This server is not known by that name.' });
    }
    if (isTooLong(request)) return refuseBody(request, response);

    // The adapter takes every request for https unless told otherwise, and then refuses the forms of http pages.
    if (!settings.behindProxy) request.headers['x-forwarded-proto'] = 'http';
    if (isSecure(settings, request)) response.setHeader('strict-transport-security', YEAR_WITH_SUBDOMAINS);
    if (!calls?.(request, response)) compressed(request, response, () => pages(request, response));
  });
}

async function tellReadiness(request: IncomingMessage, response: ServerResponse, isReady: () => Promise<boolean>): Promise<void> {
  if (await isReady()) return sayPlainly(request, response, { status: 200, detail: 'ready' });
  sayPlainly(request, response, { status: 503, code: 'not-ready', detail: 'The database does not answer, or we are closing.' });
}

function limitOf({ url = '' }: IncomingMessage): number {
  if (TAKES_FILES.test(url)) return FILES_LIMIT;
  return TAKES_PICTURES.test(url) ? PICTURES_LIMIT : BODY_LIMIT;
}

/** The API has smaller limits and words of its own. A body that does not say how long it is could be of any length: no browser sends one. */
function isTooLong(request: IncomingMessage): boolean {
  if (request.url?.startsWith('/api/')) return false;
  return 'transfer-encoding' in request.headers || Number(request.headers['content-length'] ?? 0) > limitOf(request);
}

function refuseBody(request: IncomingMessage, response: ServerResponse): void {
  // Nobody will read the rest, so the connection cannot be used again.
  response.setHeader('connection', 'close');
  sayPlainly(request, response, { status: 413, detail: `We read at most ${limitOf(request) / 1024} kB at a time. Send less at once.` });
}

function isSecure({ origin, behindProxy }: Web['settings'], request: IncomingMessage): boolean {
  return Boolean(origin?.startsWith('https:')) || (behindProxy && request.headers['x-forwarded-proto'] === 'https');
}
