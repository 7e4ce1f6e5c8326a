import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { noticesOfOrder } from '#db/queries/inbox.ts';
import { orderPoints, pointsStory } from '#db/queries/loyalty.ts';
import { paidPartsOf } from '#db/queries/order-money.ts';
import { returnsOfOrder } from '#db/queries/tracked-returns.ts';
import { changesOf } from '#db/queries/order-changes.ts';
import { shownChange } from '#lib/commerce/order-change/shown-change.ts';
import { wishesOf } from '#db/queries/parcel-wishes.ts';
import { shownNotice } from '#lib/commerce/notices/inbox.ts';
import { readNotices } from '#lib/commerce/notices/read-notices.server.ts';
import { chooseForParcel } from '#lib/commerce/parcel-choice/choose-for-parcel.server.ts';
import { readChoices } from '#lib/commerce/parcel-choice/read-choices.server.ts';
import { mailCreditCode } from '#lib/commerce/payments/mail-credit-code.server.ts';
import { readCredit } from '#lib/commerce/payments/read-credit.server.ts';
import { redirectRefund } from '#lib/commerce/payments/redirect-refund.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { payNow } from '../../checkout/pay-now.ts';
import { instrumentsToTry, readPayment } from '../../checkout/read-payment.ts';
import { openOrder } from './open-order.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, depends, setHeaders, locals: { shop, actor } }) => {
  depends('shop:order');
  const order = await openOrder(shop, params.orderKey);
  // The address is a secret: kept by nobody on the way, told to no other page, found by no search.
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const unpaid = order.life === 'placed' && order.payment !== null;
  const isAsked = order.parcels.some(({ state }) => state === 'unfillable');
  const notices = await noticesOfOrder(shop.db, order.id);
  const points = await orderPoints(shop.db, order.id);
  return {
    order,
    orderKey: params.orderKey,
    notices: notices.map((notice) => shownNotice(notice, `/orders/${params.orderKey}`)),
    pushKey: shop.push.publicKey,
    checkedAt: shop.now(),
    instruments: unpaid ? instrumentsToTry() : [],
    returns: await returnsOfOrder(shop.db, order.id),
    parts: await paidPartsOf(shop.db, order.id),
    credit: await readCredit(shop, actor, order),
    points: points ? { ...points, entries: await pointsStory(shop.db, order.id) } : null,
    codeTold: url.searchParams.has('mailed') ? 'It is on its way to your e-mail.' : undefined,
    changes: (await changesOf(shop.db, order.id)).map(shownChange),
    wishes: await wishesOf(shop.db, order.id),
    takesWishes: shop.carrier.canInstruct.size > 0,
    choices: isAsked ? await readChoices(shop, order.id) : [],
    formKey: shop.newId()
  };
};

const Chosen = z.object({
  parcel: z.uuid('Choose again.'),
  way: z.string('Choose one of the ways.').min(1, 'Choose one of the ways.').max(80)
});

const Refund = z.object({ refund: z.uuid() });

const Read = z.strictObject({ upTo: z.coerce.date() });

export const actions: Actions = {
  /** After a no of the bank another payment beside the first; while the bank has not answered, the same one once more. */
  pay: async ({ params, request, locals: { shop, actor } }) => {
    const { orderKey } = params;
    const order = await openOrder(shop, orderKey);
    const read = readPayment(await request.formData(), shop.now());
    if ('problems' in read) return fail(422, read.problems);
    const { method, handle, key } = read.data;
    if (method !== 'upi' && method !== 'card') return fail(409, formProblem('Choose UPI or a card: this order waits for one of them.'));

    const typed = { method, upi: method === 'upi' ? (handle ?? '') : '' };
    const counted = await limited(shop, LIMITS.payByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, formProblem(counted.message, typed));
    if (order.payment?.state === 'declined') {
      const retried = await retryPayment(shop, actor, { orderKey, method, key }).catch(refusalToHttp);
      // Sent twice, the second finds the first under way: the page says how that stands.
      if ('status' in retried && retried.code !== 'in-progress' && retried.code !== 'not-allowed') {
        return fail(retried.status, formProblem(retried.message, typed));
      }
    }
    redirect(303, await payNow(shop, actor, { orderKey, handle }));
  },

  /** Whoever opens the order has read what was told of it. */
  read: async ({ params, request, locals: { shop, actor } }) => {
    const read = parseForm(Read, await request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const refused = await readNotices(shop, actor, { orderKey: params.orderKey, ...read.data }).catch(refusalToHttp);
    if (refused) return fail(refused.status, formProblem(refused.message));
    redirect(303, `/orders/${params.orderKey}#told`);
  },

  /** The code of a guest's store credit, to the e-mail of the order. */
  'mail-code': async ({ params, locals: { shop, actor } }) => {
    const order = await openOrder(shop, params.orderKey);
    const refused = await mailCreditCode(shop, actor, { orderId: order.id }).catch(refusalToHttp);
    if (refused) return fail(refused.status, { codeTold: refused.message });
    redirect(303, `/orders/${params.orderKey}?mailed#credit`);
  },

  /** What the bank did not take back becomes store credit. */
  credit: async ({ params: { orderKey }, request, locals: { shop, actor } }) => {
    const read = parseForm(Refund, await request.formData());
    if ('problems' in read) return fail(422, { money: 'This form is too old. Load the page again.' });
    const asked = { orderKey, refundId: read.data.refund, how: 'store-credit' as const };
    const refused = await redirectRefund(shop, actor, asked).catch(refusalToHttp);
    if (refused) return fail(refused.status, { money: MONEY_REFUSED[refused.code] ?? refused.message });
    redirect(303, `/orders/${orderKey}`);
  },

  /** How it goes on with a parcel that no place fills. */
  choose: async ({ params, request, locals: { shop, actor } }) => {
    const { orderKey } = params;
    const order = await openOrder(shop, orderKey);
    const read = parseForm(Chosen, await request.formData());
    if ('problems' in read) return fail(422, { choice: Object.values(read.problems.fields)[0] ?? 'Choose one of the ways.' });
    const counted = await limited(shop, LIMITS.wishByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, { choice: counted.message });
    const { parcel: fulfilmentOrderId, way } = read.data;
    const refused = await chooseForParcel(shop, actor, { orderKey, fulfilmentOrderId, way }).catch(refusalToHttp);
    if (refused) return fail(refused.status, { choice: CHOICE_REFUSED[refused.code] ?? refused.message });
    redirect(303, `/orders/${orderKey}`);
  }
};

const MONEY_REFUSED: Partial<Record<string, string>> = {
  'not-allowed': 'This money goes another way already. How it stands is shown on this page.'
};

const CHOICE_REFUSED: Partial<Record<string, string>> = {
  'out-of-stock': 'That way is not open any more. These are, at this moment.',
  'not-allowed': 'This was decided already. How it goes on stands on this page.'
};
