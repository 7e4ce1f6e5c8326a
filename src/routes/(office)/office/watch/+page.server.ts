import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { labelTroubles } from '#db/queries/carrier-labels.ts';
import { busyPlaces } from '#db/queries/move-parcel.ts';
import { returnLabelsKept } from '#db/queries/return-shipments.ts';
import { openStrays } from '#db/queries/stray-scans.ts';
import { refusedSignIns } from '#db/queries/refused-sign-ins.ts';
import { priceDifferences } from '#db/queries/till-sales.ts';
import { boxDifferences, owedMoney, shortShelves } from '#db/queries/watch.ts';
import { askForLabel } from '#lib/commerce/fulfilment/ask-for-label.server.ts';
import { isTooFull } from '#lib/commerce/fulfilment/relief.ts';
import { seeStray } from '#lib/commerce/fulfilment/see-stray.server.ts';
import { strayReasons } from '#lib/commerce/fulfilment/stray-scan.ts';
import { payBackByHand } from '#lib/commerce/payments/pay-back-by-hand.server.ts';
import { atDesk, mayGiveCash } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { Actions, PageServerLoad } from './$types';

const AN_HOUR_MS = 3_600_000;
const A_WEEK_MS = 168 * AN_HOUR_MS;
const MOST = 100;

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  allowed(() => atDesk(actor));
  const at = shop.now();
  const [differences, refused] = [await priceDifferences(shop.db, MOST), await refusedSignIns(shop.db, new Date(at.getTime() - A_WEEK_MS))];
  const owed = await owedMoney(shop.db, new Date(at.getTime() - AN_HOUR_MS), MOST);
  const [short, boxes] = [await shortShelves(shop.db, MOST), await boxDifferences(shop.db, MOST)];
  const [strays, labels] = [await openStrays(shop.db, MOST), await labelTroubles(shop.db, MOST)];
  const keptLabels = await returnLabelsKept(shop.db, MOST);
  const full = (await busyPlaces(shop.db)).filter(isTooFull);
  return { at, full, mayGiveCash: mayGiveCash(actor), strays, labels, keptLabels, short, owed, boxes, differences, refused };
};

const Stray = z.object({ provider: z.string().max(40), trackingNumber: z.string().max(100), reason: z.enum(strayReasons) });
const Label = z.object({ fulfilmentOrderId: z.uuid() });
const Cash = z.object({ refundId: z.uuid() });

const OLD_FORM = 'This form is too old. Load the page again.';

export const actions: Actions = {
  seen: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Stray, await request.formData());
    return 'problems' in form ? fail(400, { message: OLD_FORM }) : done(seeStray(shop, actor, form.data));
  },

  given: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Cash, await request.formData());
    return 'problems' in form ? fail(400, { message: OLD_FORM }) : done(payBackByHand(shop, actor, form.data));
  },

  again: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Label, await request.formData());
    return 'problems' in form ? fail(400, { message: OLD_FORM }) : done(askForLabel(shop, actor, form.data));
  }
};

async function done(act: Promise<void>) {
  const refused = await act.catch(refusalToHttp);
  if (refused) return fail(refused.status, { message: refused.message });
  redirect(303, '/office/watch');
}
