import { error, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { isQuiet } from '#db/queries/talk-news.ts';
import { quietTalk } from '#lib/commerce/support/quiet-talk.server.ts';
import { askingOf } from '#lib/server/asking.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { talkingIn } from '../talking-in.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const OrderKey = z.string().max(100).optional();

async function askingHere(event: Pick<RequestEvent, 'cookies' | 'locals' | 'url'>, orderKey: string | undefined) {
  const asking = await askingOf(event.locals.shop, talkingIn(event, orderKey)).catch(refusalToHttp);
  if ('status' in asking) error(asking.status, { message: asking.message });
  return asking;
}

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
  const orderKey = OrderKey.catch(undefined).parse(event.url.searchParams.get('order') ?? undefined);
  const { threadId } = await askingHere(event, orderKey);
  return { isQuiet: await isQuiet(event.locals.shop.db, threadId), orderKey };
};

const Wish = z.object({ news: z.enum(['here', 'elsewhere']), order: OrderKey });

export const actions: Actions = {
  default: async (event) => {
    const form = parseForm(Wish, await event.request.formData());
    if ('problems' in form) error(400, { message: 'This form is too old. Load the page again.' });
    const { news, order } = form.data;
    await quietTalk(event.locals.shop, await askingHere(event, order), { isQuiet: news === 'elsewhere' });
    redirect(303, `/assistant/news${order === undefined ? '' : `?order=${encodeURIComponent(order)}`}`);
  }
};
