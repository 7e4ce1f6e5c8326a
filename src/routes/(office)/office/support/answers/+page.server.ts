import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { answersOftenSaid } from '#db/queries/support-answers.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { mayWriteAnswers, overAnswers, overTalks } from '#lib/commerce/stores/staff-policy.ts';
import { placeholders } from '#lib/commerce/support/canned-answer.ts';
import { endAnswer } from '#lib/commerce/support/end-answer.server.ts';
import { saveAnswer } from '#lib/commerce/support/save-answer.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../../(store)/refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  allowed(() => overTalks(actor));
  return { answers: await answersOftenSaid(shop.db), mayWrite: mayWriteAnswers(actor), holes: placeholders, zone: MARKET.timeZone };
};

const Text = { title: z.string().trim().min(1, 'Give it a title.').max(80), words: z.string().trim().min(1, 'Write it.').max(2_000) };
const New = z.object(Text);
const Changed = z.object({ ...Text, id: z.uuid(), version: z.coerce.number().int().min(1).max(2_000_000_000) });
const Ended = z.object({ id: z.uuid() });

type Typed = { title?: string; words?: string };
const no = (status: number, about: string, message: string, typed: Typed = {}) => fail(status, { about, message, typed });

async function saved(about: string, typed: Typed, act: Promise<void>) {
  const refused = await act.catch(refusalToHttp);
  if (!refused) redirect(303, '/office/support/answers');
  const { status, code, detail, message } = refused;
  return no(
    status,
    about,
    code === 'invalid' ? (detail === 'invalid' ? 'Another has this title.' : `That cannot be: ${detail}.`) : message,
    typed
  );
}

export const actions: Actions = {
  add: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overAnswers(actor));
    const form = parseForm(New, await request.formData());
    if ('problems' in form) return no(422, 'new', Object.values(form.problems.fields)[0] ?? '', form.problems.values);
    return saved('new', form.data, saveAnswer(shop, actor, form.data));
  },

  change: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overAnswers(actor));
    const form = parseForm(Changed, await request.formData());
    if ('problems' in form) {
      return no(422, form.problems.values['id'] ?? '', Object.values(form.problems.fields)[0] ?? '', form.problems.values);
    }
    return saved(form.data.id, form.data, saveAnswer(shop, actor, form.data));
  },

  end: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overAnswers(actor));
    const form = parseForm(Ended, await request.formData());
    if ('problems' in form) return no(400, '', 'This form is too old. Load the page again.');
    return saved(form.data.id, {}, endAnswer(shop, actor, { answerId: form.data.id }));
  }
};
