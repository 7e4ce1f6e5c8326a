import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { orderOfNumber } from '#db/queries/orders.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { theOutside } from '#lib/server/composition.ts';
import { localPath } from '#lib/server/local-path.ts';
import { parseForm } from '#lib/server/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** Plain forms: what asks for money here works without a line of script. */
export const csr = false;

const UNKNOWN = 'This bank knows nothing under that address.';
const Decision = z.strictObject({ choice: z.enum(['approve', 'refuse'], 'Choose one of the two buttons.') });

export const load: PageServerLoad = ({ params, setHeaders }) => {
  const pending = theOutside().bank.pendingAction(params.reference);
  if (!pending) error(404, UNKNOWN);
  setHeaders({ 'cache-control': 'no-store' });
  const { truth, orderNumber, returnUrl } = pending;
  const { outcome, amountMinor, currency } = truth;
  return { outcome, amountMinor, currency, orderNumber, back: localPath(returnUrl, '/') };
};

export const actions: Actions = {
  default: async ({ params, request, locals: { shop } }) => {
    const read = parseForm(Decision, await request.formData());
    if ('problems' in read) return fail(422, { message: read.problems.fields['choice'] ?? UNKNOWN });
    const decided = theOutside().bank.decide(params.reference, read.data.choice);
    if (!decided) error(404, UNKNOWN);
    // The bank's written notice follows by itself; asking now means that the next page knows already.
    const orderId = await orderOfNumber(shop.db, decided.orderNumber);
    if (orderId) await authorizePayment(shop, SYSTEM, { orderId });
    redirect(303, localPath(decided.returnUrl, '/'));
  }
};
