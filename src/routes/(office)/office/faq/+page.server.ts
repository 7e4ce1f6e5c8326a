import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { faqEntries, type FaqEntry } from '#db/queries/faq.ts';
import { draftFaq } from '#lib/commerce/support/faq/draft-faq.server.ts';
import { endFaqEntry } from '#lib/commerce/support/faq/end-faq-entry.server.ts';
import { publishFaqEntry } from '#lib/commerce/support/faq/publish-faq-entry.server.ts';
import { reviewFaq } from '#lib/commerce/support/faq/review-faq.server.ts';
import { sourceWords } from '#lib/commerce/support/faq/source-words.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atDesk, overFaq } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm, type FormProblems } from '#lib/server/parse.ts';
import { refusalToHttp, type HttpRefusal } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST = 100;
const ENDED_SHOWN = 30;

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  allowed(() => atDesk(actor));
  const [drafts, published, ended] = await Promise.all([
    faqEntries(shop.db, ['draft'], MOST),
    faqEntries(shop.db, ['published'], MOST),
    faqEntries(shop.db, ['withdrawn', 'rejected'], ENDED_SHOWN)
  ]);
  const shown = <E extends FaqEntry>({ restsOn, ...entry }: E) => ({ ...entry, source: sourceWords(restsOn) });
  return { zone: MARKET.timeZone, drafts: drafts.map(shown), published: published.map(shown), ended: ended.map(shown) };
};

const Entry = z.object({ entryId: z.uuid(), version: z.coerce.number().int().min(1).max(2_000_000_000) });
const Draft = Entry.extend({
  question: z.string().trim().min(1, 'Write the question.').max(300, 'A question has at most 300 characters.'),
  answer: z.string().trim().min(1, 'Write the answer.').max(2_000, 'An answer has at most 2,000 characters.')
});

const NO_PROBLEMS: FormProblems = { fields: {}, values: {} };
const OLD_FORM = 'This form is too old. Load the page again.';
const FASTER = 'Somebody decided it before you. Load the page again.';
const OVER = 'What it rests on has changed meanwhile. The next look withdraws it and drafts it anew.';

export const actions: Actions = {
  publish: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overFaq(actor));
    const form = parseForm(Draft, await request.formData());
    if ('problems' in form) return fail(422, { about: form.problems.values['entryId'] ?? '', message: '', ...form.problems });
    return done(form.data.entryId, publishFaqEntry(shop, actor, form.data));
  },

  end: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overFaq(actor));
    const form = parseForm(Entry, await request.formData());
    if ('problems' in form) return fail(400, { about: '', message: OLD_FORM, ...NO_PROBLEMS });
    return done(form.data.entryId, endFaqEntry(shop, actor, form.data));
  },

  /** What a sweep does every hour. */
  look: async ({ locals: { shop, actor } }) => {
    allowed(() => overFaq(actor));
    await reviewFaq(shop, actor);
    await draftFaq(shop, actor);
    redirect(303, '/office/faq');
  }
};

const WORDS: Partial<Record<string, string>> = { 'stale-version': FASTER, 'not-allowed': FASTER, 'too-late': OVER };

async function done(about: string, act: Promise<object>) {
  const refused = await act.then(() => undefined).catch(refusalToHttp);
  if (refused) return fail(refused.status, { about, message: wordsOf(refused), ...NO_PROBLEMS });
  redirect(303, '/office/faq');
}

const wordsOf = ({ code, message }: HttpRefusal): string => WORDS[code] ?? message;
