import type { Fact } from '#lib/kernel/fact.ts';

/** Who was let look at a customer, and until when: each consent is its own stream, numbered under the lock of its row. */
type OfConsent<Type extends string, Body = unknown> = Fact<Type, { consentId: string; customerId: string } & Body>;

export type LookUpOffered = OfConsent<'customer.look_up_offered', { expiresAt: string }>;
/** `userId` looked, at `nodeId`, as `name`. */
export type CustomerLookedUp = OfConsent<'customer.looked_up', { userId: string; name: string; nodeId: string; until: string }>;
export type LookUpEnded = OfConsent<'customer.look_up_ended', { endedBy: 'customer' | 'staff' | 'time' }>;

export type ConsentEvent = LookUpOffered | CustomerLookedUp | LookUpEnded;

export const consentTopic = (consentId: string): string => `consent:${consentId}`;
