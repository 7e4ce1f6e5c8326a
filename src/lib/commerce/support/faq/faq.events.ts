import type { Fact } from '#lib/kernel/fact.ts';
import type { WithdrawnReason } from './still-true.ts';

export type FaqDrafted = Fact<'faq.drafted', { entryId: string; asked: number }>;
export type FaqPublished = Fact<'faq.published', { entryId: string; question: string }>;
export type FaqRejected = Fact<'faq.rejected', { entryId: string }>;
export type FaqWithdrawn = Fact<'faq.withdrawn', { entryId: string; reason: WithdrawnReason }>;
export type FaqEvent = FaqDrafted | FaqPublished | FaqRejected | FaqWithdrawn;

export const faqTopic = (entryId: string): string => `faq:${entryId}`;
