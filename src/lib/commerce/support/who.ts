import type { Shopper } from '#lib/kernel/actor.ts';
import type { AccessKeys } from '#lib/server/access-keys.ts';

/** Who talks, as the edge knows it from the session and nobody else says it: a guest has proven a right to one order. */
export type Who = { as: 'customer'; customerId: string } | { as: 'guest'; orderId: string } | { as: 'anonymous' };

export const talkChannels = ['chat', 'kiosk', 'email', 'counter', 'command'] as const;
export type TalkChannel = (typeof talkChannels)[number];

/**
 * By which claim on its shopper's cart a screen has a talk in hand that was begun elsewhere. `seal`: of the browser whose talk it is, where its shopper
 * is nobody who is known.
 */
export type InHands = { grantId: string; seal: string | null };

/**
 * One turn of a talk. `session`: that of the browser or device, by which what was shown there is confirmed there and nowhere else. `seal`: of that session,
 * where somebody else goes on for its shopper and does not know it.
 */
export type Asking = {
  who: Who;
  threadId: string;
  channel: TalkChannel;
  session: string;
  seal?: string | undefined;
  inHands?: InHands | undefined;
};

/** In which somebody writes, as far as it can be told: what is answered in. */
export type Language = 'en' | 'hi' | 'hinglish' | 'other';

export const authors = ['shopper', 'assistant', 'staff'] as const;
export type Author = (typeof authors)[number];

/** Whose talk it must be. `seal`: of the browser, which is all that is known of whoever came with nothing. */
export type Talker = { who: Who; threadId: string; seal: string };

/** As whom a command acts: the very shopper, through the assistant. */
export const actorOf = (who: Who): Shopper =>
  who.as === 'customer' ? { role: 'shopper', channel: 'chat', customerId: who.customerId } : { role: 'shopper', channel: 'chat' };

/** What a log says of who asked. */
export const nameOf = (who: Who): string =>
  who.as === 'customer' ? `customer:${who.customerId}` : who.as === 'guest' ? `guest:${who.orderId}` : 'anonymous';

export const talkerOf = (keys: Pick<AccessKeys, 'seal'>, asking: Asking): Talker => ({
  who: asking.who,
  threadId: asking.threadId,
  seal: sealOfOwner(keys, asking)
});

/** By which the talk of nobody who is known is found: that of this browser, or of the one whose cart is in hand here. */
export const sealOfOwner = (keys: Pick<AccessKeys, 'seal'>, asking: Pick<Asking, 'session' | 'seal' | 'inHands'>): string =>
  asking.inHands?.seal ?? sealOfAsking(keys, asking);

/** By which what is shown in a turn is confirmed. */
export const sealOfAsking = (keys: Pick<AccessKeys, 'seal'>, { session, seal }: Pick<Asking, 'session' | 'seal'>): string =>
  seal ?? sealOfSession(keys, session);

/** A session as it is kept beside what was shown to it: whoever reads the table cannot become it. */
export const sealOfSession = (keys: Pick<AccessKeys, 'seal'>, session: string): string =>
  keys.seal('support session', session).toString('base64url');
