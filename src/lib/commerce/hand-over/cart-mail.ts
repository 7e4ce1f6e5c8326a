import type { MailWords } from '../mail/mail.ts';

/** `by` is whoever filled it with the shopper. */
export function cartMail({ link, by, titles }: { link: string; by: string; titles: string[] }): MailWords {
  return {
    kind: 'cart-link',
    subject: 'Your cart from our shop',
    text: `Here is the cart that you and ${by} filled in our shop:\n\n${titles.join('\n')}\n\nOpen it on your phone or computer. The link works once, until tomorrow at this time:\n${link}`
  };
}
