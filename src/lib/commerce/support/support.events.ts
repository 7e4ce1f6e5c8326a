import type { Fact } from '#lib/kernel/fact.ts';

/** Somebody wants a person, or the assistant has nothing more to say: one of us goes on from here. */
export type SupportHandedOver = Fact<'support.handed_over', { threadId: string; ticketId: string; ofOrder: string | null; about: string }>;
export type SupportEvent = SupportHandedOver;

export const supportTopic = (threadId: string): string => `support:${threadId}`;
