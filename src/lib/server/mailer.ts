import { createTransport } from 'nodemailer';
import type { OutgoingMail } from '#lib/commerce/mail/mail.ts';

const WAIT_MS = 10_000;

/** Sends through the mail server of the settings. @throws when it does not take the mail */
export function mailer({ smtpUrl, from }: { smtpUrl: string; from: string }): (mail: OutgoingMail) => Promise<void> {
  const transport = createTransport({ url: smtpUrl, connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS, socketTimeout: WAIT_MS });
  const host = from.replace(/^.*@/, '').replace(/>$/, '');
  // So that a program that answers by itself, such as one of somebody on holiday, leaves ours alone.
  const headers = { 'Auto-Submitted': 'auto-generated' };
  return async ({ id, to, replyTo, subject, text, html }) => {
    const reply = replyTo === null ? {} : { replyTo };
    await transport.sendMail({ to, subject, text, html, ...reply, from, headers, messageId: `<${id}@${host}>` });
  };
}
