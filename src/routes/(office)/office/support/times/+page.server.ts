import { fail, redirect } from '@sveltejs/kit';
import { termsInForce } from '#db/queries/support-terms.ts';
import { serviceTimes, timesByAbout, timesByWeek } from '#db/queries/support-times.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { maySetRules, overSupportTerms, overTalks } from '#lib/commerce/stores/staff-policy.ts';
import { setSupportTerms } from '#lib/commerce/support/set-support-terms.server.ts';
import { formProblem } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../../(store)/refused.ts';
import { termsText, typedTerms } from './terms-form.ts';
import { timesSpan } from './times-span.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  allowed(() => overTalks(actor));
  const { days, span } = timesSpan(url, shop.now());
  const [weeks, abouts, services, terms] = await Promise.all([
    timesByWeek(shop.db, { ...span, zone: MARKET.timeZone }),
    timesByAbout(shop.db, span),
    serviceTimes(shop.db, span),
    termsInForce(shop.db)
  ]);
  const { version, changedBy, changedAt } = terms;
  const shown = { version, changedBy, changedAt, text: termsText(terms), isSet: url.searchParams.has('set') };
  const byService = services.map((one) => ({ ...one, goal: terms.levels[one.about][one.priority] }));
  return { days, weeks, abouts, byService, zone: MARKET.timeZone, terms: shown, mayChange: maySetRules(actor) };
};

export const actions: Actions = {
  terms: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overSupportTerms(actor));
    const form = await request.formData();
    const typed = typedTerms(form);
    if ('problems' in typed) return fail(422, typed.problems);
    const version = Number(form.get('version')) || 0;
    const set = await setSupportTerms(shop, actor, { ...typed.terms, version }).catch(refusalToHttp);
    if ('status' in set) return fail(set.status, formProblem(set.message, Object.fromEntries(form) as Record<string, string>));
    redirect(303, '/office/support/times?set#terms');
  }
};
