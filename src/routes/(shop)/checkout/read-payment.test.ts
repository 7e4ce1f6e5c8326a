import { expect, test } from 'vitest';
import { readPayment } from './read-payment.ts';

const at = new Date('2026-11-25T05:00:00Z');
const key = '0190-abcd-key';
const card = { method: 'card', cardNumber: '4646 4646 4646 0105', cardExpiry: '11/26', cardCvc: '123' };

function read(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ key, ...fields })) form.append(name, value);
  return readPayment(form, at);
}
const problems = (fields: Record<string, string>) => {
  const answer = read(fields);
  return 'problems' in answer ? Object.keys(answer.problems.fields) : [];
};

test('of a card only the number goes on', () => {
  expect(read(card)).toEqual({ data: { method: 'card', handle: '4646464646460105', key, version: undefined } });
});

test('a UPI address is taken in small letters, and cash needs nothing', () => {
  expect(read({ method: 'upi', upi: ' OK@mez ', version: '7' })).toEqual({ data: { method: 'upi', handle: 'ok@mez', key, version: 7 } });
  expect(read({ method: 'cash_on_delivery' })).toMatchObject({ data: { handle: undefined } });
});

test('each field of a card that will not do is named, and nothing of the card comes back', () => {
  const answer = read({ ...card, cardNumber: '4646464646460106', cardExpiry: '10/26', cardCvc: '1' });
  expect(answer).toMatchObject({
    problems: {
      fields: {
        cardNumber: expect.stringContaining('slip'),
        cardExpiry: expect.stringContaining('over'),
        cardCvc: expect.stringContaining('digits')
      }
    }
  });
  expect('problems' in answer && answer.problems.values).toEqual({ key, method: 'card' });
});

test.each(['13/29', '00/29', '1129', '08-29', ''])('%s is no month of a card', (cardExpiry) => {
  expect(problems({ ...card, cardExpiry })).toEqual(['cardExpiry']);
});

test.each(['', 'rhea', 'rhea@', '@bank', 'rhea@bank@bank', 'rhea bank@x'])('%j is no UPI address', (upi) => {
  expect(problems({ method: 'upi', upi })).toEqual(['upi']);
});

test('a way to pay that we do not know, a missing key and unknown fields are no payment', () => {
  expect(problems({ method: 'gold' })).toEqual(['method']);
  expect(problems({ method: 'cash_on_delivery', key: '' })).toEqual(['key']);
  expect(problems({ method: 'cash_on_delivery', amount: '1' })).toEqual(['']);
});
