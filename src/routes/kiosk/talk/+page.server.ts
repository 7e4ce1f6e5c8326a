import type { RequestEvent } from '@sveltejs/kit';
import { ownerOfCart } from '#db/queries/talk-page.ts';
import type { Talking } from '#lib/server/asking.ts';
import { rememberTalkBrowser } from '#lib/server/talk-cookie.ts';
import { readOwnTalk } from '../../read-own-talk.ts';
import { decideFrom, photoFrom, sayFrom, type Edge } from '../../talk-actions.ts';
import { atKiosk } from '../at-kiosk.ts';
import { staysHere } from './stays-here.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = Pick<RequestEvent, 'cookies' | 'locals'>;

export const load: PageServerLoad = async (event) => {
  event.depends('shop:talk');
  event.setHeaders({ 'cache-control': 'private, no-store' });
  const { shop } = event.locals;
  const { talking, cartKey } = await talkingAt(event);
  const { talk, isKnown } = await readOwnTalk(shop, talking);
  return { talk: talk && staysHere(talk), isKnown, cartKey, formKey: shop.newId() };
};

type AtScreen = { talking: Talking; cartKey: string | undefined };

/** Whoever's phone brought its cart here goes on with their own talk, as long as this screen has it; everybody else begins one for this visit. */
async function talkingAt(event: Event): Promise<AtScreen> {
  const { visitor, cart } = await atKiosk(event);
  const owner = cart?.isBrought ? await ownerOfCart(event.locals.shop.db, cart.cartId) : undefined;
  const actor = { ...visitor, ...(owner !== undefined && { customerId: owner }) };
  return {
    talking: { actor, session: undefined, browser: rememberTalkBrowser(event.cookies) },
    cartKey: owner === undefined ? undefined : cart?.cartKey
  };
}

const edge = (event: Event): Edge => ({ path: '/kiosk/talk', talking: async () => (await talkingAt(event)).talking });

export const actions: Actions = {
  say: async (event) => sayFrom(event, edge(event)),
  decide: async (event) => decideFrom(event, edge(event)),
  photo: async (event) => photoFrom(event, edge(event))
};
