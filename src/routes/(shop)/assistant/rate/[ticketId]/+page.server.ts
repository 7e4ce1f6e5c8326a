import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { ticketToRate } from '#db/queries/support-tickets.ts';
import { rateTicket } from '#lib/commerce/support/rate-ticket.server.ts';
import { askingOf } from '#lib/server/asking.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { earlierIn, talkingIn } from '../../talking-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const Id = z.uuid();
const GONE = 'There is nothing to say about here.';
const OrderKey = z.string().max(100).optional();

/** Whoever's talk it is; everybody else finds nothing. */
async function talkOf(event: Pick<RequestEvent, 'cookies' | 'locals' | 'params' | 'url'>, orderKey: string | undefined) {
  if (!Id.safeParse(event.params.ticketId).success) error(404, { message: GONE });
  const asking = await askingOf(event.locals.shop, talkingIn(event, orderKey)).catch(refusalToHttp);
  if ('status' in asking) error(404, { message: GONE });
  return asking;
}

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
  const orderKey = OrderKey.catch(undefined).parse(event.url.searchParams.get('order') ?? undefined);
  const { threadId } = await talkOf(event, orderKey);
  const waiting = await ticketToRate(event.locals.shop.db, threadId);
  return { ticketId: event.params.ticketId, isOpen: waiting?.id === event.params.ticketId, orderKey, talkId: earlierIn(event.url) };
};

const Rating = z.object({
  stars: z.coerce.number('Choose one to five.').int().min(1, 'Choose one to five.').max(5, 'Choose one to five.'),
  words: z.string().trim().max(1_000).default(''),
  order: OrderKey
});

export const actions: Actions = {
  default: async (event) => {
    const form = parseForm(Rating, await event.request.formData());
    if ('problems' in form) {
      return fail(422, {
        message: form.problems.fields['stars'] ?? 'Say it in 1,000 characters.',
        words: form.problems.values['words'] ?? ''
      });
    }
    const { stars, words, order } = form.data;
    const asking = await talkOf(event, order);
    const { ticketId } = event.params;
    const refused = await rateTicket(event.locals.shop, asking, { ticketId, stars, words }).catch(refusalToHttp);
    if (refused?.status === 404) error(404, { message: GONE });
    if (refused) return fail(refused.status, { message: refused.code === 'not-allowed' ? SAID : refused.message, words });
    redirect(303, `/assistant/rate/${ticketId}${whichTalk(earlierIn(event.url), order)}`);
  }
};

const whichTalk = (talk: string | undefined, order: string | undefined): string =>
  talk !== undefined ? `?talk=${talk}` : order === undefined ? '' : `?order=${encodeURIComponent(order)}`;

const SAID = 'You have told us already, or it is not over yet.';
