import { findMail, noteMailFailed, noteMailSent } from '#db/queries/mail.ts';
import type { Shop } from '#lib/server/shop.ts';
import { mailHtml, opensSomething } from './mail.ts';

/**
 * Runs as a job, so perhaps twice: what was sent is not sent again, and a second copy after a crash in between has the same id.
 * Without a mail server the mail stays for the office to read.
 */
export async function sendMail(shop: Shop, { mailId }: { mailId: string }): Promise<void> {
  const mail = shop.sendMail && (await findMail(shop.db, mailId));
  if (!mail || !shop.sendMail || mail.sentAt) return;
  try {
    await shop.sendMail({ ...mail, html: mail.html ?? mailHtml(mail) });
  } catch (fault) {
    await noteMailFailed(shop.db, mailId, fault instanceof Error ? fault.message : String(fault));
    throw fault;
  }
  await noteMailSent(shop.db, mailId, { at: shop.now(), forget: opensSomething(mail.kind) });
}
