import { expect, test } from 'vitest';
import * as z from 'zod';
import { parseForm } from './parse.ts';

const Form = z.strictObject({
  quantity: z.coerce.number('Say how many.').int('Say how many.').min(1, 'At least one.'),
  note: z.string().optional()
});
const form = (...fields: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};

test('a good form comes back as what the schema makes of it', () => {
  expect(parseForm(Form, form(['quantity', '2'], ['note', 'blue']))).toEqual({ data: { quantity: 2, note: 'blue' } });
});

test('a problem stands at its field in the words of the schema, and what was typed is not lost', () => {
  expect(parseForm(Form, form(['quantity', 'two'], ['note', 'blue']))).toEqual({
    problems: { fields: { quantity: 'Say how many.' }, values: { quantity: 'two', note: 'blue' } }
  });
});

test('a field nobody asked for is a problem of the form', () => {
  const read = parseForm(Form, form(['quantity', '1'], ['price', '0']));
  expect('problems' in read && Object.keys(read.problems.fields)).toEqual(['']);
});

test('a field sent several times is a list', () => {
  const Lines = z.object({ line: z.array(z.string()) });
  expect(parseForm(Lines, form(['line', 'a'], ['line', 'b']))).toEqual({ data: { line: ['a', 'b'] } });
});

test('a password is never sent back', () => {
  const read = parseForm(
    z.object({ password: z.string(), email: z.email('Look at it again.') }),
    form(['password', 'hunter2'], ['email', 'x'])
  );
  expect(read).toEqual({ problems: { fields: { email: 'Look at it again.' }, values: { email: 'x' } } });
});

test('what stands on a card is never sent back', () => {
  const Card = z.object({ cardNumber: z.string(), cardCvc: z.string(), upi: z.string().min(1, 'Write it.') });
  const read = parseForm(Card, form(['cardNumber', '4646464646460105'], ['cardCvc', '123'], ['upi', '']));
  expect(read).toEqual({ problems: { fields: { upi: 'Write it.' }, values: { upi: '' } } });
});
