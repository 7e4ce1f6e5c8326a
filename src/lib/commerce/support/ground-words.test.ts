import { expect, test } from 'vitest';
import { groundWords } from './ground-words.ts';

const [A, B] = ['0193a5f0-0000-7000-8000-00000000000a', '0193a5f0-0000-7000-8000-00000000000b'];
const orderHrefs = { [A]: '/orders/key-of-a' };

test('what an answer rests on is named once for each thing, with the newest time and where it is shown', () => {
  const grounds = [
    { what: 'event', id: `order:${A}@1`, at: '2026-11-25T05:00:00Z' },
    { what: 'event', id: `order:${A}@4`, at: '2026-11-25T06:00:00Z' },
    { what: 'stock', id: 'stock:v/n@7', at: '2026-11-25T06:30:00Z' }
  ];
  expect(groundWords(grounds, { orderHrefs })).toEqual([
    { words: 'What happened to the order', at: '2026-11-25T06:00:00Z', href: '/orders/key-of-a' },
    { words: 'What the shelf has', at: '2026-11-25T06:30:00Z', href: undefined }
  ]);
});

test('an order that this talk cannot open is named without a way to it, and a kind nobody knows is our own records', () => {
  expect(groundWords([{ what: 'event', id: `order:${B}@1`, at: null }], { orderHrefs })).toMatchObject([{ href: undefined }]);
  expect(groundWords([{ what: 'moon', id: 'x', at: null }], { orderHrefs })).toEqual([
    { words: 'Our own records', at: null, href: undefined }
  ]);
});
