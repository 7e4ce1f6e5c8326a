import { expect, test } from 'vitest';
import { encode } from 'uqr';
import { qrShape } from './qr.ts';

test('the path covers exactly the dark modules', () => {
  const text = 'https://shop.example/go/0123456789ABCDEFGHJKMNPQRS';
  const { size, path } = qrShape(text);
  const { data } = encode(text, { ecc: 'M', border: 4 });
  const dark = new Set<string>();
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = Number(x); at < Number(x) + Number(length); at++) dark.add(`${at} ${y}`);
  }
  const wanted = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
  expect([...dark].toSorted()).toEqual(wanted.toSorted());
  expect(size).toBe(data.length);
});
