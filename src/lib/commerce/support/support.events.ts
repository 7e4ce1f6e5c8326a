import type { Fact } from '#lib/kernel/fact.ts';
import type { Author } from './who.ts';

/** Somebody wants a person, or the assistant has nothing more to say: one of us goes on from here. */
export type SupportHandedOver = Fact<'support.handed_over', { threadId: string; ticketId: string; ofOrder: string | null; about: string }>;
/** A message was added to a talk; what it says is with the talk and goes with it. */
export type SupportSaid = Fact<'support.said', { threadId: string; messageId: string; author: Author; seq: number }>;
export type SupportEvent = SupportHandedOver | SupportSaid;

export const supportTopic = (threadId: string): string => `support:${threadId}`;
