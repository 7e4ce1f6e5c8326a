import type { RequestEvent } from '@sveltejs/kit';
import * as z from 'zod';
import type { Talking } from '#lib/server/asking.ts';
import { rememberTalkBrowser } from '#lib/server/talk-cookie.ts';

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'url'>;

/** Who talks on this page: the session, this browser, and of a guest the key of the order that they ask about; in an earlier talk where the address says so. */
export function talkingIn({ cookies, locals, url }: Event, orderKey: string | undefined): Talking {
  const browser = rememberTalkBrowser(cookies);
  return { actor: locals.actor, session: locals.session?.name, browser, orderKey, threadId: earlierIn(url) };
}

/** Of an earlier talk; what looks like none is one that is not there. */
const EarlierTalk = z.uuid().catch('00000000-0000-0000-0000-000000000000');

export function earlierIn({ searchParams }: URL): string | undefined {
  const talk = searchParams.get('talk');
  return talk === null ? undefined : EarlierTalk.parse(talk);
}
