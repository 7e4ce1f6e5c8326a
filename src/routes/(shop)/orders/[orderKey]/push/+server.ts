import { json } from '@sveltejs/kit';
import * as z from 'zod';
import { followOrder } from '#lib/commerce/notices/follow-order.server.ts';
import { unfollowOrder } from '#lib/commerce/notices/unfollow-order.server.ts';
import { MOST_BYTES, parseJson, readBytes } from '#lib/server/api/read-body.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { RequestHandler } from './$types';

const Endpoint = z.url({ protocol: /^https?$/ }).max(1000);
/** As browsers write a subscription down; they may add more to it. */
const Subscription = z.object({ endpoint: Endpoint, keys: z.object({ p256dh: z.string().max(100), auth: z.string().max(50) }) });
const Dropped = z.object({ endpoint: Endpoint });

const NOT_READ = { message: 'We cannot read what this browser sent. Load the page again and press once more.' };

/** For the script of the order's page: this browser is told of the order from now on. */
export const POST: RequestHandler = async ({ params: { orderKey }, request, locals: { shop, actor } }) => {
  const read = await bodyOf(request, Subscription);
  if (!read) return json(NOT_READ, { status: 400 });
  const { endpoint, keys } = read;
  const refused = await followOrder(shop, actor, { orderKey, endpoint, ...keys }).catch(refusalToHttp);
  return refused ? json({ message: refused.message }, { status: refused.status }) : new Response(null, { status: 204 });
};

export const DELETE: RequestHandler = async ({ params: { orderKey }, request, locals: { shop, actor } }) => {
  const read = await bodyOf(request, Dropped);
  if (!read) return json(NOT_READ, { status: 400 });
  const refused = await unfollowOrder(shop, actor, { orderKey, ...read }).catch(refusalToHttp);
  return refused ? json({ message: refused.message }, { status: refused.status }) : new Response(null, { status: 204 });
};

async function bodyOf<T>(request: Request, shape: z.ZodType<T>): Promise<T | undefined> {
  const read = await readBytes(request, MOST_BYTES);
  const parsed = 'code' in read ? undefined : parseJson(read.bytes);
  return parsed && 'json' in parsed ? shape.safeParse(parsed.json).data : undefined;
}
