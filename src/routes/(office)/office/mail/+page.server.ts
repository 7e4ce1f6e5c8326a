import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { findMail, newestMails, type Mail } from '#db/queries/mail.ts';
import { linkedParts } from '#lib/commerce/mail/mail.ts';
import { atMailbox } from '#lib/commerce/stores/staff-policy.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { hearMail } from '#lib/server/hear-mail.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 50;
/** What the address says is only a wish: anything odd in it is as good as nothing. */
const Wish = z.object({
  to: z.string().trim().toLowerCase().min(1).max(254).optional().catch(undefined),
  before: z.coerce.date().min(new Date('2000-01-01')).optional().catch(undefined)
});

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  allowed(() => atMailbox(actor));
  const wish = Wish.parse(Object.fromEntries(url.searchParams));
  const mails = await newestMails(shop.db, { ...wish, limit: PAGE + 1 });
  const shown = mails.slice(0, PAGE);
  const oldest = shown.at(-1)?.madeAt;
  const sends = shop.sendMail !== undefined;
  return {
    to: wish.to ?? '',
    sends,
    formKey: shop.newId(),
    mails: shown.map((mail) => ({ ...asShown(mail), canAnswer: !sends && mail.replyTo !== null })),
    older: mails.length > PAGE && oldest ? oldest.toISOString() : null
  };
};

function asShown({ id, to, subject, text, madeAt, sentAt, tries, error }: Mail) {
  return { id, to, subject, parts: linkedParts(text), madeAt, sentAt, tries, error };
}

const Answer = z.object({ mailId: z.uuid(), key: z.uuid(), words: z.string().trim().min(1, 'Write something.').max(24_000) });

/** Where mails are read here they are answered here, by the door of every mail that comes in. */
export const actions: Actions = {
  answer: async ({ request, locals: { shop, actor } }) => {
    allowed(() => atMailbox(actor));
    if (shop.sendMail) allowed(() => refuse('not-allowed', 'a mail server is set'));
    const form = parseForm(Answer, await request.formData());
    if ('problems' in form) {
      const { mailId = '', words = '' } = form.problems.values;
      return fail(422, { mailId, words, message: Object.values(form.problems.fields)[0] ?? '' });
    }
    const { mailId, key, words } = form.data;
    const mail = await findMail(shop.db, mailId);
    if (!mail || mail.replyTo === null) return allowed(() => refuse('not-found'));
    const { to: from, replyTo: to, subject } = mail;
    const answered = { messageId: `${key}:${mailId}`, to, from, subject: `Re: ${subject}`, text: words };
    const refused = await hearMail(shop, answered).then(() => undefined, refusalToHttp);
    if (refused) return fail(refused.status, { mailId, words, message: refused.message });
    redirect(303, `/office/mail?${new URLSearchParams({ to: from })}`);
  }
};
