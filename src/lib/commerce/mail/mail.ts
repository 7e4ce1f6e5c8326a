/** `order` tells of an order, `talk` is what was said in one; the others open something, so their words are not kept once they are sent. */
export const mailKinds = [
  'sign-up',
  'sign-in-code',
  'password-reset',
  'orders-link',
  'cart-link',
  'email-link',
  'credit-code',
  'account',
  'order',
  'back-in-stock',
  'talk'
] as const;
export type MailKind = (typeof mailKinds)[number];

/** What is to be sent, without the address. */
export type MailWords = { kind: MailKind; subject: string; text: string };

/** One mail as it goes out. `id` makes two copies of one mail known as such. `replyTo`: where an answer goes; null: to whom it is from. */
export type OutgoingMail = { id: string; to: string; replyTo: string | null; subject: string; text: string; html: string };

const OPENS: readonly MailKind[] = ['sign-up', 'sign-in-code', 'password-reset', 'orders-link', 'cart-link', 'email-link', 'credit-code'];

export const opensSomething = (kind: MailKind): boolean => OPENS.includes(kind);

export type Part = { words: string; href: string | undefined };

const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)]/g;

/** A text with its addresses apart, so that they can be links. */
export function linkedParts(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: href, index } of text.matchAll(ADDRESS)) {
    if (index > from) parts.push({ words: text.slice(from, index), href: undefined });
    parts.push({ words: href, href });
    from = index + href.length;
  }
  if (from < text.length) parts.push({ words: text.slice(from), href: undefined });
  return parts;
}

/** The same words for programs that show no plain text: paragraphs and links, nothing that is loaded from anywhere. */
export function mailHtml({ subject, text }: { subject: string; text: string }): string {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => `<p style="margin:0 0 16px">${linkedParts(paragraph).map(markup).join('')}</p>`);
  const body = 'font:16px/1.5 system-ui,sans-serif;color:#1c1a17;max-width:34rem;margin:0 auto;padding:24px';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body style="${body}">${paragraphs.join('')}</body></html>`;
}

function markup({ words, href }: Part): string {
  const shown = escaped(words).replaceAll('\n', '<br>');
  return href === undefined ? shown : `<a href="${escaped(href)}">${shown}</a>`;
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
