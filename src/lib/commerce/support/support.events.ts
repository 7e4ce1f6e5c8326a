import type { Fact } from '#lib/kernel/fact.ts';
import type { Author } from './who.ts';

type OfTalk<Type extends string, Body = unknown> = Fact<Type, { threadId: string } & Body>;
type OfTicket<Type extends string, Body = unknown> = OfTalk<Type, { ticketId: string } & Body>;

/** Somebody wants a person, or the assistant has nothing more to say: one of us goes on from here. */
export type SupportHandedOver = OfTicket<'support.handed_over', { ofOrder: string | null; about: string }>;
/** A message was added to a talk; what it says is with the talk and goes with it. `byMail`: it came as a mail, or is to go out as one. */
export type SupportSaid = OfTalk<'support.said', { messageId: string; author: Author; seq: number; byMail?: true }>;
/** Something went wrong with a return, and its shopper waits. */
export type SupportOpened = OfTicket<'support.opened', { ofOrder: string; ofReturn: string; issueId: string }>;
/** `to`: who has the ticket now; null for nobody. */
export type SupportAssigned = OfTicket<'support.assigned', { to: string | null }>;
/** One of us has the talk, and the assistant is silent; or it has it again. */
export type SupportTaken = OfTicket<'support.taken', { by: string }>;
export type SupportGivenBack = OfTicket<'support.given_back'>;
/** Whoever has it said something; `waits`: its shopper has the word now. */
export type SupportAnswered = OfTicket<'support.answered', { waits: boolean }>;
/** Its shopper, who had the word, has said something. */
export type SupportHeard = OfTicket<'support.heard'>;
export type SupportNoted = OfTicket<'support.noted'>;
export type SupportClosed = OfTicket<'support.closed'>;
export type SupportReopened = OfTicket<'support.reopened'>;
export type SupportRated = OfTicket<'support.rated', { stars: number }>;
/** One of us said the second yes, or no. */
export type SupportDecided = OfTalk<'support.decided', { actionId: string; decision: 'approve' | 'decline' }>;
/** News is told in the talk no more, or again. */
export type SupportQuieted = OfTalk<'support.quieted', { isQuiet: boolean }>;

/** Begun without an account, it belongs to the one that its shopper signed in to. */
export type SupportBrought = OfTalk<'support.brought'>;
/** Another talk of its shopper goes on; this one stays beside it. */
export type SupportSetAside = OfTalk<'support.set_aside'>;

/** Other hours and levels are in force; `follows` is what was before, `tickets` how many are due by them now. */
export type SupportTermsChanged = Fact<'support.terms_changed', { follows: number; tickets: number }>;

export type SupportEvent =
  | SupportHandedOver
  | SupportSaid
  | SupportOpened
  | SupportAssigned
  | SupportTaken
  | SupportGivenBack
  | SupportAnswered
  | SupportHeard
  | SupportNoted
  | SupportClosed
  | SupportReopened
  | SupportRated
  | SupportDecided
  | SupportQuieted
  | SupportBrought
  | SupportSetAside
  | SupportTermsChanged;

export const SUPPORT_TERMS_TOPIC = 'support-terms';
export const supportTopic = (threadId: string): string => `support:${threadId}`;

/** What every fact about a ticket says of itself. */
export const ofTicket = ({ id, threadId }: { id: string; threadId: string }, version: number) => ({
  topic: supportTopic(threadId),
  version,
  threadId,
  ticketId: id
});
