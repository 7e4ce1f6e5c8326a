import { brotliDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ended, openEnded } from './open-ended-brotli.ts';

test('one beginning takes any end, and reads as both together', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 2_000 }),
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 })),
      async (text, ends) => {
        const beginning = await openEnded(text);
        for (const end of ends) expect(brotliDecompressSync(ended(beginning, end)).toString()).toBe(text + end);
      }
    )
  );
});

test('ends from one byte to the longest fit, no end and a longer one do not', async () => {
  const beginning = await openEnded('<p>'.repeat(20_000));
  for (const length of [1, 255, 256, 65_535, 65_536]) {
    expect(brotliDecompressSync(ended(beginning, 'x'.repeat(length))).byteLength).toBe(60_000 + length);
  }
  expect(() => ended(beginning, '')).toThrow('0 bytes');
  expect(() => ended(beginning, 'x'.repeat(65_537))).toThrow('65537 bytes');
});
