import type { RequestEvent } from '@sveltejs/kit';
import type { Talking } from '#lib/server/asking.ts';
import { rememberTalkBrowser } from '#lib/server/talk-cookie.ts';

/** Who talks on this page: the session, this browser, and of a guest the key of the order that they ask about. */
export function talkingIn({ cookies, locals }: Pick<RequestEvent, 'cookies' | 'locals'>, orderKey: string | undefined): Talking {
  return { actor: locals.actor, session: locals.session?.name, browser: rememberTalkBrowser(cookies), orderKey };
}
