import { expect, test } from 'vitest';
import { senderOf, wordsOfMail, writtenIn } from './mail-words.ts';

test.each([
  ['where is my lamp?', 'where is my lamp?'],
  ['where is it?\r\n\r\nOn Thu, 26 Nov 2026 at 10:12, mez <talk+0a@mez.example> wrote:\r\n> Your parcel\r\n> is late.\r\n', 'where is it?'],
  ['where is it?\n\nOn Thu, 26 Nov 2026 at 10:12, mez\n<talk+0a@mez.example>\nwrote:\n\n> Your parcel', 'where is it?'],
  ['where is it?\n\nOn 26/11/2026 10:12, mez wrote:\nYour parcel is late.\nCancel my order.', 'where is it?'],
  ['On 26/11/2026 10:12, mez wrote:\n> Which order?\nthe blue one\n> And which colour?\n\nrose', 'the blue one\n\nrose'],
  ['cancel it\n\n-----Original Message-----\nFrom: mez\nyour order', 'cancel it'],
  ['cancel it\n________________________________\nFrom: mez <talk@mez.example>', 'cancel it'],
  ['cancel it\n\nFrom: mez <talk@mez.example>\nSent: Thursday\nTo: Rhea\nSubject: Your talk', 'cancel it'],
  ['thank you\n-- \nRhea Pinto\n+91 98450 00000', 'thank you'],
  ['thank you\n--\nRhea', 'thank you'],
  ['it broke\n\nSent from my iPhone', 'it broke'],
  ['From: the shop to my home, how long?', 'From: the shop to my home, how long?'],
  ['On Monday I was told that\nthe order 123 is late', 'On Monday I was told that\nthe order 123 is late'],
  ['a -- b\n--- \nc', 'a -- b\n---\nc'],
  ['> only a quote', ''],
  ['', '']
])('of %j is kept what its sender wrote', (text, words) => {
  expect(writtenIn(text)).toBe(words);
});

test.each(['On 1 ', '>', '\n', 'From: a\n', 'On 1\n', '- ', ' '])('a long mail of nothing but %j holds up nobody', (line) => {
  const mail = line.repeat(200_000 / line.length);
  expect(writtenIn(mail).length).toBeLessThanOrEqual(mail.length);
});

test('a subject speaks only where nothing else does, and where it is no answer', () => {
  expect(wordsOfMail({ subject: 'where is my lamp?', text: '\n-- \nRhea' })).toBe('where is my lamp?');
  expect(wordsOfMail({ subject: 'Re: Your talk with mez', text: '' })).toBe('');
  expect(wordsOfMail({ subject: 'AW: Re: Your talk', text: '> a' })).toBe('');
  expect(wordsOfMail({ subject: 'where is my lamp?', text: 'it broke' })).toBe('it broke');
});

test.each([
  ['rhea@example.com', 'rhea@example.com'],
  [' Rhea@Example.com ', 'rhea@example.com'],
  ['Rhea Pinto <rhea@example.com>', 'rhea@example.com'],
  ['"Pinto, Rhea" <rhea@example.com>', 'rhea@example.com'],
  ['"rhea@example.com" <other@example.net>', 'other@example.net'],
  ['<rhea@example.com> <other@example.net>', undefined],
  ['rhea@example.com, other@example.net', undefined],
  ['Rhea <rhea@example.com> other', undefined],
  ['Rhea', undefined],
  ['', undefined]
])('%j is from %j', (from, address) => {
  expect(senderOf(from)).toBe(address);
});
