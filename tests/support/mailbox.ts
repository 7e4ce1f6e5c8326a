import { newestMails, type Mail } from '#db/queries/mail.ts';
import type { TestShop } from './shop.ts';

export async function latestMail(shop: TestShop, to: string): Promise<Mail> {
  const [mail] = await newestMails(shop.db, { to, limit: 1 });
  if (!mail) throw new Error(`no mail to ${to}`);
  return mail;
}

/** The secret at the end of the first link in the latest mail. */
export async function secretIn(shop: TestShop, to: string): Promise<string> {
  return /\/account\/\w+\/(\w+)/.exec((await latestMail(shop, to)).text)?.[1] ?? '';
}

export async function codeIn(shop: TestShop, to: string): Promise<string> {
  return /\d{6}/.exec((await latestMail(shop, to)).text)?.[0] ?? '';
}
