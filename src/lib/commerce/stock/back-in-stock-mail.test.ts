import { expect, test } from 'vitest';
import { backInStockMail } from './back-in-stock-mail.ts';

test('the mail names the thing, leads to it, and lets one stop what else would come', () => {
  const { subject, text, kind } = backInStockMail({
    title: 'Mug',
    options: ['Rose'],
    handle: 'mug',
    origin: 'https://mez.example',
    alertKey: 'KEY'
  });
  expect([kind, subject]).toEqual(['back-in-stock', 'Mug, Rose is back']);
  expect(text).toContain('https://mez.example/product/mug\n');
  expect(text).toContain('https://mez.example/no-more-mail/KEY');
});
