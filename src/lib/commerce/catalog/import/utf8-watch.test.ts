import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Watch } from './utf8-watch.ts';

function check(bytes: Uint8Array, piece = bytes.length || 1): string | undefined {
  const watch = utf8Watch();
  try {
    for (let at = 0; at < bytes.length; at += piece) watch.take(bytes.subarray(at, at + piece));
    watch.end();
  } catch (fault) {
    return (fault as Error).message;
  }
  return undefined;
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

test('accepts exactly what a strict decoder accepts, wherever the pieces are cut', () => {
  const awkward = fc.array(
    fc.constantFrom(0x41, 0x7f, 0x80, 0xbf, 0xc1, 0xc2, 0xe0, 0xa0, 0x9f, 0xed, 0xf0, 0x90, 0x8f, 0xf4, 0xf5, 0xff),
    { maxLength: 8 }
  );
  fc.assert(
    fc.property(awkward, fc.integer({ min: 1, max: 4 }), (list, piece) => {
      const bytes = Uint8Array.from(list);
      expect(check(bytes, piece) === undefined).toBe(decodes(bytes));
    }),
    { numRuns: 2_000 }
  );
});

test('names the offset of the first byte that does not belong', () => {
  const bytes = new TextEncoder().encode('Handle,Title\nchai,Masala ');
  expect(check(Uint8Array.of(...bytes, 0xe9, 0x2c), 5)).toBe(
    'The file is not UTF-8: the byte 0x2c does not belong at byte 26. Save it as "CSV UTF-8" and try again.'
  );
  expect(check(Uint8Array.of(...bytes, 0xe9))).toContain('a character is cut off at byte 26');
});

test('a UTF-16 file and a zip file are told apart from broken text', () => {
  expect(check(Uint8Array.of(0xff, 0xfe, 0x48, 0x00))).toContain('a UTF-16 mark at byte 0');
  expect(check(Uint8Array.of(0xfe, 0xff, 0x00, 0x48))).toContain('a UTF-16 mark at byte 0');
  expect(check(Uint8Array.of(0x50, 0x4b, 0x03, 0x04))).toContain('the start of a zip file');
  expect(check(Uint8Array.of(0x48, 0x00, 0x61, 0x00))).toContain('at byte 1');
});

test('text that begins with PK is text', () => {
  expect(check(new TextEncoder().encode('PKR,Title'))).toBeUndefined();
});
