import * as z from 'zod';
import { newestMails, type Mail } from '#db/queries/mail.ts';
import { linkedParts } from '#lib/commerce/mail/mail.ts';
import { atMailbox } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

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
  return {
    to: wish.to ?? '',
    sends: shop.sendMail !== undefined,
    mails: shown.map(asShown),
    older: mails.length > PAGE && oldest ? oldest.toISOString() : null
  };
};

function asShown({ id, to, subject, text, madeAt, sentAt, tries, error }: Mail) {
  return { id, to, subject, parts: linkedParts(text), madeAt, sentAt, tries, error };
}
