import { openAfter } from '#lib/commerce/policies/obey.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal, refuse } from '#lib/kernel/refusal.ts';
import { limited } from '../rate-limit.ts';
import type { Shop } from '../shop.ts';
import { keepsAnswer, type Call, type Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { keptAnswer } from './kept-answer.ts';
import { problemAnswer, problemOf, type Wrong } from './problem.ts';
import { readCall, type Edge } from './read-call.ts';
import { routesOf } from './routes-of.ts';
import { mayCall } from './signed-in.ts';
import type { ApiAnswer, ApiRequest } from './wire.ts';

const PREFIX = '/api/v1';

const routes = routesOf(endpoints);
const NOWHERE: Edge = { from: '', session: undefined, webhookSecrets: () => [] };
const JSON_HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** Answers one request of the API. What is expected comes back as a problem document; a fault is reported once and says nothing. */
export async function dispatch(shop: Shop, actor: Actor, request: ApiRequest, edge: Edge = NOWHERE): Promise<ApiAnswer> {
  const url = new URL(request.url);
  const no = (wrong: Wrong) => problemAnswer(problemOf(wrong, url), wrong.headers);
  const route = routes.find(url.pathname.slice(PREFIX.length));
  if (!route) return no({ code: 'not-found' });
  const allow = [...route.byMethod.keys()].join(', ');
  if (request.method === 'OPTIONS') return { status: 204, headers: { allow }, body: null };
  const endpoint = route.byMethod.get(request.method === 'HEAD' ? 'GET' : request.method);
  if (!endpoint) return no({ code: 'method-not-allowed', headers: { allow } });

  try {
    const call = await readCall(endpoint, { request, url, params: route.params, edge, now: shop.now() });
    if ('code' in call) return no(call);
    mayCall(endpoint, actor, call.session);
    if (endpoint.limit) await countTry(shop, endpoint.limit, route.params);
    const body = await answerOf(shop, actor, endpoint, call);
    return { status: endpoint.status, headers: JSON_HEADERS, body: JSON.stringify(body) };
  } catch (fault) {
    if (isRefusal(fault)) return no({ code: fault.code, detail: fault.message, open: openAfter(fault), headers: headersOf(fault) });
    shop.report(fault);
    return no({ code: 'internal' });
  }
}

async function answerOf(shop: Shop, actor: Actor, endpoint: Endpoint, call: Call<unknown, unknown, unknown>): Promise<unknown> {
  const run = async () => endpoint.run(shop, actor, call);
  return keepsAnswer(endpoint) && call.key !== '' ? keptAnswer(shop, endpoint, call, run) : run();
}

/** Counted by the thing itself, so that a made-up key writes nothing and no key is kept. Refuses `not-found`, `too-many-requests`. */
async function countTry(shop: Shop, { rate, of }: NonNullable<Endpoint['limit']>, params: Record<string, string>): Promise<void> {
  const id = shop.keys.open(of, params[`${of}Key`] ?? '');
  if (!id) refuse('not-found');
  await limited(shop, rate, id);
}

function headersOf({ code, message }: { code: string; message: string }): Record<string, string> {
  if (code === 'sign-in-needed') return { 'www-authenticate': 'Bearer' };
  return code === 'too-many-requests' ? { 'retry-after': message } : {};
}
