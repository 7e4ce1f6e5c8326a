import type * as z from 'zod';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal, type RefusalCode } from '#lib/kernel/refusal.ts';
import type { Shop } from '../shop.ts';
import type { Endpoint, Method } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { asResponse, internalProblem, problemOf, type FieldError } from './problem.ts';
import { readBody } from './read-body.ts';
import { routesOf, type Route } from './routes-of.ts';

export const PREFIX = '/api/v1';

const routes = routesOf(endpoints);
const KEY = /^[\x21-\x7e]{1,200}$/;

type Wrong = { code: RefusalCode; detail?: string; errors?: FieldError[]; headers?: Record<string, string> };

/** Answers one request of the API. What is expected comes back as a problem document; a fault is reported once and says nothing. */
export async function dispatch(shop: Shop, actor: Actor, request: Request): Promise<Response> {
  const { pathname, searchParams, origin } = new URL(request.url);
  const wrong = (found: Wrong) => {
    const more = { instance: pathname, ...(found.errors && { errors: found.errors }) };
    return asResponse(problemOf(found.code, found.detail, more), found.headers);
  };
  const route = routes.find(pathname.slice(PREFIX.length));
  if (!route) return wrong({ code: 'not-found' });
  const found = route.byMethod[request.method as Method];
  if (!found) return wrong({ code: 'method-not-allowed', headers: { allow: Object.keys(route.byMethod).join(', ') } });

  try {
    const call = await readCall(found, route, { request, searchParams, origin });
    if ('code' in call) return wrong(call);
    const body = await found.run(shop, actor, call);
    return Response.json(body, { status: found.status, headers: { 'cache-control': 'no-store' } });
  } catch (fault) {
    if (isRefusal(fault)) return wrong({ code: fault.code, detail: fault.message, headers: retryAfter(fault.code, fault.message) });
    shop.report(fault);
    return asResponse(internalProblem(pathname));
  }
}

type Asked = { request: Request; searchParams: URLSearchParams; origin: string };
type Ready = { params: unknown; query: unknown; body: unknown; key: string; origin: string };

async function readCall(endpoint: Endpoint, route: Route, { request, searchParams, origin }: Asked): Promise<Ready | Wrong> {
  const params = endpoint.params.safeParse(route.params);
  // Whoever asks for something that cannot even be a name gets the same answer as for something that is not there.
  if (!params.success) return { code: 'not-found' };
  const query = endpoint.query?.safeParse(Object.fromEntries(searchParams));
  if (query && !query.success) return { code: 'invalid', errors: errorsOf(query.error, '?') };
  const key = request.headers.get('idempotency-key') ?? '';
  if (endpoint.once && !KEY.test(key)) return { code: 'idempotency-key-missing' };
  if (!endpoint.body) return { params: params.data, query: query?.data, body: undefined, key, origin };

  const read = await readBody(request);
  if ('code' in read) return read;
  const body = endpoint.body.safeParse(read.json);
  if (!body.success) return { code: 'invalid', errors: errorsOf(body.error, '/') };
  return { params: params.data, query: query?.data, body: body.data, key, origin };
}

function errorsOf(error: z.ZodError, root: string): FieldError[] {
  return error.issues.slice(0, 20).map((issue) => ({ pointer: root + issue.path.map(String).join('/'), message: issue.message }));
}

const retryAfter = (code: RefusalCode, seconds: string): Record<string, string> =>
  code === 'too-many-requests' ? { 'retry-after': seconds } : {};
