import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { refusedCaptures } from '#db/queries/captures.ts';
import { refusedLateMoney, refusedRefunds } from '#db/queries/refused-refunds.ts';
import { openIssues } from '#db/queries/return-issues.ts';
import { lateReturns, returnCosts, returnCostsByPlace, returnsSnapshot, waitingReturns } from '#db/queries/return-office.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { forgiveCapture } from '#lib/commerce/payments/forgive-capture.server.ts';
import { isProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { redirectLateMoney } from '#lib/commerce/payments/redirect-late-money.server.ts';
import { redirectRefund } from '#lib/commerce/payments/redirect-refund.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { endReturnIssue } from '#lib/commerce/returns/end-return-issue.server.ts';
import { mayApprove } from '#lib/commerce/returns/may-approve.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atDesk, overReturns } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../(store)/refused.ts';
import { costSpan } from './cost-span.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST = 100;

export const load: PageServerLoad = async ({ locals: { shop, actor }, url, depends }) => {
  depends('office:returns');
  allowed(() => atDesk(actor));
  const at = shop.now();
  const { days, within } = costSpan(url, at);
  const snapshot = await returnsSnapshot(shop.db);
  const [waiting, late, issues, refused, notTaken, lateMoney, costs, places] = await Promise.all([
    waitingReturns(shop.db, MOST),
    lateReturns(shop.db, at, MOST),
    openIssues(shop.db, MOST),
    refusedCaptures(shop.db, MOST),
    refusedRefunds(shop.db, MOST),
    refusedLateMoney(shop.db, MOST),
    returnCosts(shop.db, within, MOST),
    returnCostsByPlace(shop.db, within)
  ]);
  const mine = waiting.map((one) => ({ ...one, isMine: !mayApprove(actor, { ...one, approvedOnceBy: one.approvedOnceBy?.id ?? null }) }));
  return {
    at,
    zone: MARKET.timeZone,
    currency: MARKET.currency,
    days,
    snapshot,
    waiting: mine,
    late,
    issues,
    refused,
    notTaken,
    lateMoney,
    costs,
    places
  };
};

const Decision = z.object({ returnId: z.uuid(), answer: z.enum(['yes', 'no']), reason: z.string().trim().max(400).default('') });
const Ended = z.object({ issueId: z.uuid(), outcome: z.string().trim().min(1, 'Say what was done about it.').max(500) });

const Refused = z.object({ captureId: z.uuid(), fulfilmentOrderId: z.uuid(), does: z.enum(['again', 'forgive']) });

const NotTaken = z.object({ refundId: z.uuid(), how: z.enum(['bank', 'by-hand', 'store-credit']) });
const LateMoney = z.object({ paymentId: z.uuid(), how: z.enum(['bank', 'by-hand']) });

const OLD_FORM = 'This form is too old. Load the page again.';
const WHY = 'Say why not, in words that its shopper can read.';

export const actions: Actions = {
  decide: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overReturns(actor));
    const form = parseForm(Decision, await request.formData());
    if ('problems' in form) return fail(400, { about: '', message: OLD_FORM });
    const { returnId, answer, reason } = form.data;
    if (answer === 'no' && reason === '') return fail(422, { about: returnId, message: WHY });
    return done(returnId, decideReturnCase(shop, actor, { returnId, isApproved: answer === 'yes', reason }));
  },

  capture: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overReturns(actor));
    const form = parseForm(Refused, await request.formData());
    if ('problems' in form) return fail(400, { about: '', message: OLD_FORM });
    const { captureId, fulfilmentOrderId, does } = form.data;
    if (does === 'forgive') return done(captureId, forgiveCapture(shop, actor, { captureId }));
    return done(captureId, captureParcel(shop, actor, { fulfilmentOrderId, isAgain: true }).catch(unlessUnknown));
  },

  redirect: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overReturns(actor));
    const form = parseForm(NotTaken, await request.formData());
    if ('problems' in form) return fail(400, { about: '', message: OLD_FORM });
    return done(form.data.refundId, redirectRefund(shop, actor, form.data));
  },

  late: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overReturns(actor));
    const form = parseForm(LateMoney, await request.formData());
    if ('problems' in form) return fail(400, { about: '', message: OLD_FORM });
    return done(form.data.paymentId, redirectLateMoney(shop, actor, form.data));
  },

  end: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overReturns(actor));
    const data = await request.formData();
    const form = parseForm(Ended, data);
    if ('problems' in form) return fail(422, { about: form.problems.values['issueId'] ?? '', message: 'Say what was done about it.' });
    return done(form.data.issueId, endReturnIssue(shop, actor, form.data));
  }
};

async function done(about: string, act: Promise<void>) {
  const refused = await act.catch(refusalToHttp);
  if (refused) return fail(refused.status, { about, message: refused.code === 'not-allowed' ? FASTER : refused.message });
  redirect(303, '/office/returns');
}

/** Written down it is, and its bank is asked again until it answers. */
function unlessUnknown(fault: unknown): void {
  if (!isProviderUnreachable(fault)) throw fault;
}

const FASTER = 'Somebody saw to it before you. Load the page again.';
