import { json } from '@sveltejs/kit';
import * as z from 'zod';
import { pickItem } from '#lib/commerce/store-work/pick-item.server.ts';
import { MOST_BYTES, parseJson, readBytes } from '#lib/server/api/read-body.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { RequestHandler } from './$types';

const Scan = z.strictObject({ key: z.uuid(), code: z.string().trim().min(1).max(80) });

/** One unit that was scanned while there was no network, answered in the words of the queue that keeps it. */
export const POST: RequestHandler = async ({ locals: { shop, actor }, params, request }) => {
  const read = await readBytes(request, MOST_BYTES);
  if ('code' in read) return json({ refused: read.code });
  const parsed = parseJson(read.bytes);
  const scan = 'json' in parsed ? Scan.safeParse(parsed.json) : undefined;
  if (!scan?.success || !z.uuid().safeParse(params.parcelId).success) return json({ refused: 'invalid' });
  const picked = await pickItem(shop, actor, { fulfilmentOrderId: params.parcelId, ...scan.data }).catch(refusalToHttp);
  return json('status' in picked ? { refused: picked.code } : { ok: true });
};
