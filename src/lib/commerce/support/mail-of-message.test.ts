import { expect, test } from 'vitest';
import type { Card } from './card.ts';
import { mailOfMessage } from './mail-of-message.ts';

const at = { link: 'http://localhost:3000/assistant', number: null };

test('an answer, what its cards say, and how to go on', () => {
  const choices: Card = {
    type: 'choices',
    choices: [
      { label: 'Where', say: 'where is it' },
      { label: 'Back', say: 'give it back' }
    ]
  };
  expect(mailOfMessage({ words: 'What about it?', cards: [choices] }, { ...at, number: 'MZ-1' })).toEqual({
    kind: 'talk',
    subject: 'Your talk with mez (order MZ-1)',
    text: 'What about it?\n\nYou could say: where is it / give it back\n\nAnswer this mail to go on, or go on in your talk: http://localhost:3000/assistant'
  });
});

test('a proposal is what it would do, and where the button is', () => {
  const [actionId, hash, expiresAt] = ['0199f0a0-0000-7000-8000-000000000001', 'the hash', '2026-11-25T05:10:00Z'];
  const lines = [{ label: 'Money', text: '₹490 back' }];
  const action: Card = {
    type: 'action',
    actionId,
    hash,
    kind: 'cancel',
    order: 'MZ-1',
    lines,
    amountMinor: 1,
    currency: 'INR',
    needsStaff: false,
    expiresAt
  };
  const { text } = mailOfMessage({ words: 'Shall I?', cards: [action] }, at);
  expect(text).toContain('What would be done:\nMoney: ₹490 back');
  expect(text).toContain('no mail does it');
  expect(text).not.toMatch(/the hash|0199f0a0|Answer this mail/);
});
