import type { RequestEvent } from '@sveltejs/kit';
import type { Talking } from '#lib/server/asking.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { talkingAtScreen } from '#lib/server/talk-at-screen.ts';
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
  const { talk, ...own } = await readOwnTalk(shop, talking);
  return { ...own, talk: talk && staysHere(talk), cartKey, formKey: shop.newId() };
};

type AtScreen = { talking: Talking; cartKey: string | undefined };

/** Whoever's phone brought its cart here goes on with their own talk, as long as this screen has it; everybody else begins one for this visit. */
async function talkingAt(event: Event): Promise<AtScreen> {
  const { visitor, cart } = await atKiosk(event);
  const visit = { actor: visitor, session: undefined, browser: rememberTalkBrowser(event.cookies) };
  if (!cart?.isBrought) return { talking: visit, cartKey: undefined };
  const talking = await talkingAtScreen(event.locals.shop, visit, cart.cartKey).catch((fault: unknown): Talking => {
    // Taken back at this very moment: it is not in these hands any more.
    if (!isRefusal(fault)) throw fault;
    return visit;
  });
  return { talking, cartKey: talking.inHands && cart.cartKey };
}

const edge = (event: Event): Edge => ({ path: '/kiosk/talk', talking: async () => (await talkingAt(event)).talking });

export const actions: Actions = {
  say: async (event) => sayFrom(event, edge(event)),
  decide: async (event) => decideFrom(event, edge(event)),
  photo: async (event) => photoFrom(event, edge(event))
};
