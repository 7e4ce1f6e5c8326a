import { expect, test } from 'vitest';
import type { Answer } from '../answer.ts';
import { policy, status, wrong } from '#tests/support/grounded-answers.ts';

test('so many things are no days, and so many days no hours', () => {
  // Two lamps are in it, and it may come back within 30 days.
  for (const text of ['You have 2 days to return it.', 'It takes 2 hours.', 'You get 2% off.', 'Within 2 weeks.'])
    expect(wrong(text, status), text).toHaveLength(1);
  for (const text of ['You have 30 hours.', 'You get 30 % more.', 'Within 30 weeks.', 'Within 30 business days.', 'A 45-day window.'])
    expect(wrong(text, policy), text).toHaveLength(1);
  for (const text of ['A 30-day window is yours.', 'Within 30 days.', 'You ordered 2 lamps.'])
    expect(wrong(text, policy), text).toEqual([]);
});

test('a count is read however it is written', () => {
  for (const text of [
    'You have 90 calendar days.',
    'It has 2 years warranty.',
    'You get 10 extra days.',
    'It takes two weeks.',
    'It takes twenty-five days.',
    'It takes ninety days.',
    'It comes in twelve working days.',
    '2 hafte lagenge.',
    '24 ghante mein aayega.',
    '3 mahine ki warranty hai.',
    'आपके पास ९० दिन हैं।',
    'इसमें ३ हफ्ते लगते हैं।',
    'It takes 7.5 hours.',
    'Store credit is 7.5 % more.'
  ])
    expect(wrong(text, status, policy), text).toHaveLength(1);
  expect(wrong('It takes 3 or 5 days.', status)).toEqual(['count 3 days', 'count 5 days']);
  expect(wrong('It comes to ₹७,३१,९०७.', status)).toEqual(['amount 731907']);
});

test('a count that is known may be written in any of these ways, and no other number is one', () => {
  const told = (answer: string, more: object = {}): Answer => ({ ...status, effect: { answer, ...more } });
  const many = told('Within 14 days, or 7.5 % more; the warranty is 24 months. 3 or 5 days. 10 working days.', { ageSeconds: 3_900 });
  for (const text of [
    'You have 14 calendar days.',
    'You have two weeks, or fourteen full days.',
    '2 hafte hain.',
    'आपके पास १४ दिन हैं।',
    'It has a 2 year warranty: two years.',
    'It is 7.5% more.',
    'It takes three or five days.',
    'It takes 10 business days.',
    'It was counted 65 minutes ago.',
    'One of us goes on from here, all day.',
    'It cost me a day, ₹14 a day.',
    'It was at 4 pm the day before.',
    'There are two lamps; days go by.'
  ])
    expect(
      wrong(text, many).filter((one) => one.startsWith('count')),
      text
    ).toEqual([]);
});

test('a span may be said in another unit, and a share as its number', () => {
  const told = (answer: string, more: object = {}): Answer => ({ ...status, effect: { answer, ...more } });
  expect(wrong('You have 2 weeks, or 14 days.', told('Within 14 days.'))).toEqual([]);
  expect(wrong('It takes 2 days.', told('It takes 48 hours.'))).toEqual([]);
  expect(wrong('Store credit is 5% more.', told('As store credit it is 5 % more.'))).toEqual([]);
  expect(wrong('You keep it and get 50% back.', told('', { keepPercent: 50 }))).toEqual([]);
  expect(wrong('It was counted 3 minutes ago.', told('', { ageSeconds: 185 }))).toEqual([]);
  expect(wrong('It takes 3 to 5 days.', told('3 to 5 days across the country'))).toEqual([]);
});

test('how far off a known day is may be said as what it is', () => {
  // Expected tomorrow, until 12:30; seen an hour and a half ago; ordered yesterday.
  for (const text of [
    'It comes in 1 day.',
    'You have 1 day left.',
    'You have 1 more day.',
    'It was seen 1 hour ago.',
    'It comes in about 31 hours.'
  ])
    expect(wrong(text, status), text).toEqual([]);
  for (const text of [
    'A refund takes 1 day.',
    'You have 83 more days.',
    'It comes in 3 days.',
    'It was seen 5 hours ago.',
    'You paid 4 days ago.'
  ])
    expect(wrong(text, status), text).toHaveLength(1);
});
