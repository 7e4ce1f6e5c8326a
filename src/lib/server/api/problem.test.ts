import { expect, test } from 'vitest';
import * as z from 'zod';
import { errorsOf, problemOf } from './problem.ts';
import { problemCodes } from './schemas/problem.ts';

const at = { origin: 'https://shop.example', pathname: '/api/v1/carts' };
const wrong = (schema: z.ZodType, value: unknown, root: '#/' | '?' = '#/') => errorsOf(schema.safeParse(value).error!, root);

test('a problem says which, where, what to do, and where that is explained', () => {
  expect(problemOf({ code: 'out-of-stock', detail: 'Cushion' }, at)).toEqual({
    type: 'https://shop.example/api#out-of-stock',
    title: 'Out of stock',
    status: 409,
    detail: 'None left of Cushion.',
    code: 'out-of-stock',
    instance: '/api/v1/carts'
  });
});

test('every code has a status and a sentence of its own', () => {
  for (const code of problemCodes) {
    const { status, detail } = problemOf({ code }, at);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(detail).toMatch(/^[A-Z].+\.$/);
    expect(detail).not.toContain('undefined');
  }
});

test('each wrong field is pointed at, also one that does not belong there', () => {
  const schema = z.strictObject({ contact: z.strictObject({ email: z.email('give an e-mail address') }), lines: z.array(z.number()) });
  const found = wrong(schema, { contact: { email: 'x', 'a/b~c': 1 }, lines: [1, 'two'], price: 1 });
  expect(found).toEqual([
    { pointer: '#/contact/email', message: 'give an e-mail address' },
    { pointer: '#/contact/a~1b~0c', message: 'is not known here' },
    { pointer: '#/lines/1', message: 'Invalid input: expected number, received string' },
    { pointer: '#/price', message: 'is not known here' }
  ]);
  expect(wrong(z.strictObject({ page: z.coerce.number() }), { page: 'x' }, '?')).toMatchObject([{ pointer: '?page' }]);
});

test('a body full of wrong fields gets a short answer', () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field ${i}`, i]));
  expect(wrong(z.strictObject({}), many)).toHaveLength(20);
  expect(JSON.stringify(wrong(z.strictObject({}), { ['x'.repeat(60_000)]: 1 })).length).toBeLessThan(300);
});
