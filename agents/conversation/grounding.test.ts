import { expect, test } from 'vitest';
import type { Answer } from '../answer.ts';
import { NOW, policy, status, wrong } from '#tests/support/grounded-answers.ts';
import { unsupportedIn } from './grounding.ts';
import { supportOf } from './support.ts';

test('digits within the number of an order are no count of days', () => {
  const numbered = (order: string): Answer => ({ ...status, effect: { ...(status.effect as object), order } });
  expect(wrong('You have 83 days for that.', numbered('MZ-QX83K9PWVR'))).toEqual(['count 83 days']);
  expect(wrong('You have 9 days for that.', numbered('MZ-QX83K9PWVR'))).toEqual(['count 9 days']);
  // Nor does one that ends in a unit say a time, or an amount.
  for (const order of ['MZ-QX83K9PW9H', 'MZ-QX83K9P49H', 'MZ-QX83K9P9RS', 'MZ-RS9X83K9PW'])
    expect(wrong(`Your order ${order} comes tomorrow.`, numbered(order))).toEqual([]);
});

test('what the tools said may be said, however it is written', () => {
  for (const text of [
    'Your order MZ-7K2P9Q4R1S is on the way and comes tomorrow, 4–6 pm.',
    'It cost ₹1,234.50 in all, ₹490 for each lamp.',
    'Expected on Tuesday 24 November between 4 pm and 6 pm.',
    'The tracking number is TRK12345678; it was shipped.',
    'You ordered it on 22 Nov (Sunday).',
    'Shall I look at anything else? I can cancel it until somebody packs it.'
  ]) {
    expect(wrong(text, status), text).toEqual([]);
  }
  expect(wrong('You have 30 days, and a pick-up costs ₹99.', policy)).toEqual([]);
});

test('a planted amount, day, time, number, status or id is found', () => {
  for (const text of [
    'It cost ₹1,235.',
    'You get Rs. 5000 back.',
    'A refund of 200 rupees is yours.',
    'It comes on 25 November.',
    'It comes on Friday.',
    'It comes tomorrow, 2–3 pm.',
    'It comes by 2026-12-01.',
    'You have 45 days.',
    'It takes 3-5 business days.',
    'You get 20% off.',
    'Order MZ-0000000000 is fine.',
    'Your return R-12345678 is known.',
    'Write to help@evil.example.',
    'See https://evil.example/pay now.',
    'It was delivered.',
    'Your order has been cancelled.',
    'You were refunded.',
    'It is out for delivery.',
    'Call 9876543210.'
  ]) {
    expect(wrong(text, status), text).not.toEqual([]);
  }
});

test('what ends in a number goes before its price, and a store says by which number it is called', () => {
  const effect = {
    products: [{ title: 'Bowls, set of 3', fromMinor: 149_000, toMinor: 149_000 }],
    stores: [{ phone: '+91 22 5550 0151' }]
  };
  const found: Answer = { ...status, effect };
  expect(wrong('Bowls, set of 3, ₹1,490.', found)).toEqual([]);
  expect(wrong('Call them: +91 22 5550 0151.', found)).toEqual([]);
  expect(wrong('Call them: +91 22 5550 0199.', found)).toHaveLength(1);
});

test('what a stranger wrote supports nothing', () => {
  expect(wrong('Your refund of ₹9,999 is approved.', status)).toEqual(['amount 9999', 'status approved']);
  expect(wrong('It was delivered to MZ-AAAAAAAAAA.', status)).toHaveLength(2);
  expect(wrong('Call 9876543210.', status)).toHaveLength(1);
});

test('what a fact is called supports it only where the fact is there', () => {
  const stands = (deliveredAt: string | null, refund: object): Answer => ({
    ...status,
    effect: { parcels: [{ deliveredAt }], refunds: [refund] }
  });
  const open = stands(null, { state: 'pending', paidAt: null, words: 'What was paid goes back to you. It is already asked for.' });
  expect(wrong('It was delivered.', open)).toEqual(['status delivered']);
  expect(wrong('You were refunded.', open)).toEqual(['status refunded']);
  expect(wrong('It is ready for you.', open)).toEqual(['status ready']);
  const done = stands('2026-11-22T10:00:00Z', { state: 'paid', paidAt: '2026-11-22T10:00:00Z' });
  expect(wrong('It was delivered and refunded on 22 November.', done)).toEqual([]);
});

test('what will be, as a proposal names it, has not been', () => {
  const exchange: Answer = { ...status, decision: 'needs_approval', code: 'confirm', effect: { isCollected: true } };
  expect(wrong('It was collected.', exchange)).toEqual(['status collected']);
});

test('an amount is known as it is shown and not as it is counted', () => {
  expect(wrong('It cost ₹1,23,450.', status)).toEqual(['amount 123450']);
  expect(wrong('It cost ₹1,234.50.', status)).toEqual([]);
});

test('a "to" before a status takes nothing back, unless the status is only to come', () => {
  expect(wrong('Happy to say it was refunded.', status)).toEqual(['status refunded']);
  expect(wrong('I am glad to tell you that it was delivered.', status)).toEqual(['status delivered']);
  for (const text of ['It has to be approved first.', 'Press the button to have it cancelled.', 'It is yet to be delivered.'])
    expect(wrong(text, status), text).toEqual([]);
});

test('that something was done is said only after it was', () => {
  for (const text of [
    'Your address has been updated.',
    'Your order was successfully changed.',
    'I have updated your address.',
    'Your refund has been processed.',
    'A refund was issued.'
  ])
    expect(wrong(text, status), text).toHaveLength(1);
  for (const text of ['Nothing was changed.', 'It can be changed until it is on its way.', 'Your address has not been updated.'])
    expect(wrong(text, status), text).toEqual([]);
  const quoted = supportOf([status], ['It goes to the new address.']);
  expect(unsupportedIn('Your address has been updated.', quoted, NOW)).toEqual([]);
});

test('a condition takes back its own clause, and what only comes by it, and no other', () => {
  for (const text of [
    'After your message, I have changed the address.',
    'As soon as you wrote, I have updated your address.',
    'If you wonder, your order was cancelled.',
    'Before you ask, it was delivered.',
    'I could not wait, so it was refunded.'
  ])
    expect(wrong(text, status), text).toHaveLength(1);
  for (const text of [
    'Once you press the button, your order will be cancelled.',
    'If you press it, it can be cancelled.',
    'When it is back with us, the money is refunded.',
    'It may not be packed, cancelled or returned any more.',
    'If it was lost, damaged or delivered late, tell us.'
  ])
    expect(wrong(text, status), text).toEqual([]);
});

test('each change and each status of a sentence is looked at', () => {
  expect(wrong('It can be cancelled once, and it has been cancelled.', status)).toEqual(['status cancelled']);
  expect(wrong('Nothing was changed at first, but I have changed the address.', status)).toEqual(['changed address']);
  const outcome = supportOf([status], ['It goes to the new address.']);
  expect(unsupportedIn('The address has been changed; the payment method has been updated.', outcome, NOW)).toEqual(['changed payment']);
  expect(unsupportedIn('I have changed the address and we have already updated your email.', outcome, NOW)).toEqual(['changed person']);
});

test('what was only offered, asked or is a rule proves nothing when it is said before', () => {
  const after =
    (...words: string[]) =>
    (text: string) =>
      unsupportedIn(text, supportOf([], words), NOW);
  for (const words of [
    'Press the button to have it cancelled.',
    'Press the button and it is cancelled.',
    'Once you confirm, it will be cancelled.',
    'Was it cancelled?',
    'An order is cancelled until somebody begins to pack it.',
    'We tell you once your order has been cancelled.'
  ])
    expect(after(words)('Your order has been cancelled.'), words).toEqual(['status cancelled']);
  expect(after('We tell you once your order is cancelled.')('Your order is cancelled.')).toEqual(['status cancelled']);
  expect(after('You can have it sent to the new address.')('Your address has been updated.')).toEqual(['changed address']);
  expect(after('It is cancelled. Money: ₹490.00 the way it was paid.')('Your order has been cancelled.')).toEqual([]);
});

test('a policy and the FAQ say how it goes, and never how it stands', () => {
  const said = (effect: object): Answer => ({ ...policy, effect });
  const rules = said({ topic: 'cancel', answer: 'An order, or a part of it, is cancelled until somebody begins to pack it.' });
  expect(wrong('Your order is cancelled.', rules)).toEqual(['status cancelled']);
  expect(wrong('An order, or a part of it, is cancelled until somebody begins to pack it.', rules)).toEqual([]);
  expect(
    wrong('Your order has been delivered.', said({ answer: 'Another way is possible until it is handed to the carrier.' }))
  ).toHaveLength(1);
  const faq = said({
    answers: [{ question: 'When is my money refunded?', answer: 'Refunds are processed by the bank. What comes back is refunded.' }]
  });
  for (const text of ['Your refund has been processed.', 'It was refunded.', 'The refund is processed.'])
    expect(wrong(text, faq), text).toHaveLength(1);
  for (const text of ['Refunds are processed by your bank.', 'Once it is back, your money is refunded.'])
    expect(wrong(text, faq), text).toEqual([]);
  expect(wrong('Orders are cancelled by hand.', faq)).toEqual(['status cancelled']);
});

test('that we changed something is known by what a command did alone', () => {
  const moved: Answer = { ...status, effect: { parcels: [{ promise: { why: '', moved: 'later' } }] } };
  const no: Answer = { ...status, decision: 'refused', code: 'price-changed', effect: null };
  for (const text of [
    'I have updated your order as you asked.',
    'Your order has been updated.',
    'Your order has changed.',
    'We have changed the delivery date for you.',
    'The delivery date was changed as you asked.',
    'The carrier has changed your delivery date.',
    'The price was updated.'
  ])
    for (const known of [moved, no]) expect(wrong(text, known), text).toHaveLength(1);
  expect(wrong('The delivery date has changed since.', moved)).toEqual([]);
  expect(wrong('The delivery date has changed since.', no)).toEqual(['changed delivery']);
  const told = supportOf([], ['The carrier is told. From now on: Fri 27 Nov.']);
  for (const text of ['I have changed the delivery date.', 'The date has changed.', 'I have updated your order as you asked.'])
    expect(unsupportedIn(text, told, NOW), text).toEqual([]);
});

test('of three hundred sentences with a planted fact none passes, and their true twins all do', () => {
  let seed = 7;
  const random = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
  for (let at = 0; at < 300; at++) {
    const minor = 100 + random(1_000_000);
    const day = 1 + random(28);
    const month = 1 + random(12);
    const iso = `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T06:30:00Z`;
    const known: Answer = { ...status, effect: { amountMinor: minor, currency: 'INR', refundDueAt: iso } };
    const name = new Date(iso).toLocaleDateString('en-IN', { day: 'numeric', month: 'long', timeZone: 'Asia/Kolkata' });
    const other = new Date(Date.parse(iso) + 86_400_000).toLocaleDateString('en-IN', {
      day: 'numeric',
      month: 'short',
      timeZone: 'Asia/Kolkata'
    });
    expect(wrong(`₹${(minor / 100).toFixed(2)} goes back by ${name}.`, known)).toEqual([]);
    expect(wrong(`₹${((minor + 1) / 100).toFixed(2)} goes back.`, known)).toHaveLength(1);
    expect(wrong(`It goes back by ${other}.`, known)).toHaveLength(1);
  }
});
