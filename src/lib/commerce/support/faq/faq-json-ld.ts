import type { FaqItem } from './faq-item.ts';

/** What search engines read of the help page. No "<" and no "&" leave here, so that the text can stand in a page as it is. */
export function faqJsonLd(items: readonly Pick<FaqItem, 'question' | 'answer'>[]): string {
  const mainEntity = items.map(({ question, answer }) => ({
    '@type': 'Question',
    name: question,
    acceptedAnswer: { '@type': 'Answer', text: answer }
  }));
  return JSON.stringify({ '@context': 'https://schema.org', '@type': 'FAQPage', mainEntity })
    .replaceAll('<', '\\u003c')
    .replaceAll('&', '\\u0026');
}
