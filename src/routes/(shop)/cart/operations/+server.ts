import { json } from '@sveltejs/kit';
import * as z from 'zod';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import { Operations } from '#lib/commerce/cart/operations-schema.ts';
import { MOST_BYTES, parseJson, readBytes } from '#lib/server/api/read-body.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { RequestHandler } from './$types';

const Asked = z.strictObject({ operations: Operations });

/** Operations on the visitor's own cart where no socket can be had, answered as the socket answers. */
export const POST: RequestHandler = async ({ cookies, locals, request }) => {
  const read = await readBytes(request, MOST_BYTES);
  if ('code' in read) return json({ refused: read.code });
  const parsed = parseJson(read.bytes);
  const asked = 'json' in parsed ? Asked.safeParse(parsed.json) : undefined;
  if (!asked?.success) return json({ refused: 'invalid' });
  const cartKey = cartKeyFrom(cookies) ?? '';
  const applied = await applyOperations(locals.shop, locals.actor, { cartKey, ...asked.data }).catch(refusalToHttp);
  return json('code' in applied ? { refused: applied.code } : { ok: applied });
};
