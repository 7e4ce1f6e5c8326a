import type { MailWords } from '../mail/mail.ts';

type Back = { title: string; options: readonly string[]; handle: string; origin: string; alertKey: string };

export function backInStockMail({ title, options, handle, origin, alertKey }: Back): MailWords {
  const name = [title, ...options].join(', ');
  return {
    kind: 'back-in-stock',
    subject: `${name} is back`,
    text: `Hello,\n\nyou asked us to tell you: ${name} is there again. We do not know for how long, and nothing is set aside for you.\n\n${origin}/product/${handle}\n\nThis is the only mail about it. You wait for other things too and want no mail about them? ${origin}/no-more-mail/${alertKey}`
  };
}
