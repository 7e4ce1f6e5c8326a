import { json } from '@sveltejs/kit';
import * as z from 'zod';
import { settleTillSale } from '#lib/commerce/stock/settle-till-sale.server.ts';
import { MAX_LINES, MAX_QUANTITY } from '#lib/commerce/cart/cart.ts';
import { MOST_BYTES, parseJson, readBytes } from '#lib/server/api/read-body.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { RequestHandler } from './$types';

const MOST_MINOR = 1_000_000_000_000;
const Line = z.strictObject({
  variantId: z.uuid(),
  quantity: z.int().min(1).max(MAX_QUANTITY),
  unitPriceMinor: z.int().min(0).max(1_000_000_000)
});
const Sale = z.strictObject({
  id: z.uuid(),
  till: z.string().regex(/^[0-9A-Z]{4}$/),
  receipt: z.int().min(1).max(1_000_000),
  nodeId: z.string().max(60),
  soldBy: z.uuid(),
  madeAt: z.iso.datetime(),
  currency: z.string().length(3),
  lines: z.array(Line).min(1).max(MAX_LINES),
  totalMinor: z.int().min(0).max(MOST_MINOR)
});

/** One sale that a till made while it had no network, answered in the words of the queue that keeps it. */
export const POST: RequestHandler = async ({ locals: { shop, actor }, request }) => {
  const read = await readBytes(request, MOST_BYTES);
  if ('code' in read) return json({ refused: read.code });
  const parsed = parseJson(read.bytes);
  const sale = 'json' in parsed ? Sale.safeParse(parsed.json) : undefined;
  if (!sale?.success) return json({ refused: 'invalid' });
  const settled = await settleTillSale(shop, actor, sale.data).catch(refusalToHttp);
  return json('code' in settled ? { refused: settled.code } : { ok: settled });
};
