import { error, type RequestEvent } from '@sveltejs/kit';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { readEarlierTalks, readOwnTalk } from '../../read-own-talk.ts';
import { decideFrom, photoFrom, sayFrom, type Edge } from '../../talk-actions.ts';
import { earlierIn, talkingIn } from './talking-in.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'url'>;

export const load: PageServerLoad = async (event) => {
  const { url, depends, setHeaders, locals } = event;
  const { shop, actor } = locals;
  depends('shop:talk');
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
  const formKey = shop.newId();
  if (actor.role !== 'shopper')
    return {
      talk: null,
      isKnown: false,
      mark: '',
      orderKey: undefined,
      isStaff: true,
      formKey,
      path: '/assistant',
      isEarlier: false,
      earlier: []
    };
  const orderKey = url.searchParams.get('order') ?? undefined;
  const talking = talkingIn(event, orderKey);
  const own = await readOwnTalk(shop, talking).catch(refusalToHttp);
  if ('status' in own) error(own.status, own.message);
  const isEarlier = talking.threadId !== undefined;
  const earlier = isEarlier ? [] : await readEarlierTalks(shop, talking);
  return { ...own, orderKey: own.isKnown ? orderKey : undefined, isStaff: false, formKey, path: pathOf(url), isEarlier, earlier };
};

/** The forms of an earlier talk go to it. */
function pathOf(url: URL): string {
  const earlier = earlierIn(url);
  return earlier === undefined ? '/assistant' : `/assistant?talk=${earlier}`;
}

const edge = (event: Event): Edge => ({ path: pathOf(event.url), talking: (orderKey) => talkingIn(event, orderKey) });

export const actions: Actions = {
  say: async (event) => sayFrom(event, edge(event)),
  decide: async (event) => decideFrom(event, edge(event)),
  photo: async (event) => photoFrom(event, edge(event))
};
