import type { Fact } from '#lib/kernel/fact.ts';

/** A mail waits to be sent. To whom and what it says stays with the mail: the log holds no addresses. */
export type MailEvent = Fact<'mail.queued', { mailId: string }>;
