import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { noticesOfOrder } from '#db/queries/inbox.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { readCredit } from '#lib/commerce/payments/read-credit.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { handOverReturn } from '#lib/commerce/returns/hand-over-return.server.ts';
import { refundClock, stepsOfReturn } from '#lib/commerce/returns/return-steps.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { qrShape } from '#lib/ui/qr.ts';
import { openOrder } from '../../open-order.ts';
import { openReturn } from './open-return.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ params, depends, setHeaders, locals: { shop, actor } }) => {
  depends('shop:order');
  const order = await openOrder(shop, params.orderKey);
  const found = await openReturn(shop, params);
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const notices = await noticesOfOrder(shop.db, order.id);
  const checkedAt = shop.now();
  return {
    order: { number: order.number, version: order.version + notices.length },
    orderKey: params.orderKey,
    found,
    steps: stepsOfReturn(found, checkedAt),
    clock: refundClock(found, checkedAt),
    credit: found.refunds.some(({ how, state }) => how === 'store-credit' && state === 'paid')
      ? await readCredit(shop, actor, order)
      : null,
    qr: qrShape(found.number),
    checkedAt
  };
};

const Appealed = z.object({ words: z.string().trim().min(1, 'Say what we should know.').max(500, 'Say it in 500 letters at most.') });

/** One press on this page: counted, done, and the page as it is then. */
async function press(
  { params, locals: { shop } }: RequestEvent,
  act: (of: { orderId: string; returnId: string }) => Promise<void>
): Promise<ReturnType<typeof fail<{ problem: string }>>> {
  const { id: returnId, orderId } = await openReturn(shop, params);
  const counted = await limited(shop, LIMITS.returnByOrder, orderId).catch(refusalToHttp);
  if ('status' in counted) return fail(counted.status, { problem: counted.message });
  const refused = await act({ orderId, returnId }).catch(refusalToHttp);
  if (refused) return fail(refused.status, { problem: refused.message });
  redirect(303, `/orders/${params.orderKey}/returns/${returnId}`);
}

export const actions: Actions = {
  cancel: async (event) => press(event, async (of) => cancelReturn(event.locals.shop, event.locals.actor, of)),
  /** The shopper says that the carrier has it. */
  'hand-over': async (event) => press(event, async (of) => handOverReturn(event.locals.shop, event.locals.actor, of)),
  /** It comes to a store instead. */
  'to-store': async (event) => press(event, async (of) => chooseDropOff(event.locals.shop, event.locals.actor, { ...of, nodeId: null })),
  appeal: async (event) => {
    const read = parseForm(Appealed, await event.request.formData());
    if ('problems' in read) return fail(422, { problem: Object.values(read.problems.fields)[0] ?? 'Say what we should know.' });
    return press(event, async (of) => appealReturn(event.locals.shop, event.locals.actor, { ...of, ...read.data }));
  }
};
