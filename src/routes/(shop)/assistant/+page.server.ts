import { error, type RequestEvent } from '@sveltejs/kit';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { readOwnTalk } from '../../read-own-talk.ts';
import { decideFrom, photoFrom, sayFrom, type Edge } from '../../talk-actions.ts';
import { talkingIn } from './talking-in.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = Pick<RequestEvent, 'cookies' | 'locals'>;

export const load: PageServerLoad = async (event) => {
  const { url, depends, setHeaders, locals } = event;
  const { shop, actor } = locals;
  depends('shop:talk');
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
  const formKey = shop.newId();
  if (actor.role !== 'shopper') return { talk: null, isKnown: false, orderKey: undefined, isStaff: true, formKey };
  const orderKey = url.searchParams.get('order') ?? undefined;
  const own = await readOwnTalk(shop, talkingIn(event, orderKey)).catch(refusalToHttp);
  if ('status' in own) error(own.status, own.message);
  return { ...own, orderKey: own.isKnown ? orderKey : undefined, isStaff: false, formKey };
};

const edge = (event: Event): Edge => ({ path: '/assistant', talking: (orderKey) => talkingIn(event, orderKey) });

export const actions: Actions = {
  say: async (event) => sayFrom(event, edge(event)),
  decide: async (event) => decideFrom(event, edge(event)),
  photo: async (event) => photoFrom(event, edge(event))
};
