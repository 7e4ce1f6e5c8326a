import { createTransport } from 'nodemailer';
import type { OutgoingMail } from '#lib/commerce/mail/mail.ts';

const WAIT_MS = 10_000;

/** Sends through the mail server of the settings. @throws when it does not take the mail */
export function mailer({ smtpUrl, from }: { smtpUrl: string; from: string }): (mail: OutgoingMail) => Promise<void> {
  const transport = createTransport({ url: smtpUrl, connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS, socketTimeout: WAIT_MS });
  const host = from.replace(/^.*@/, '').replace(/>$/, '');
  return async ({ id, ...mail }) => {
    await transport.sendMail({ ...mail, from, messageId: `<${id}@${host}>` });
  };
}
