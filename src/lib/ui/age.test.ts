import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageText, asOfText, FRESH_FOR_MS, isFresh } from './age.ts';

const ZONE = 'Asia/Kolkata';
const said = new Date('2026-11-25T12:34:00Z');
const after = (ms: number) => said.getTime() + ms;

test('within a minute the age is counted in seconds', () => {
  expect(ageText(said, after(4200), ZONE)).toBe('4 s ago');
  expect(ageText(said, after(60_000), ZONE)).toBe('60 s ago');
});

test('after a minute the age is the clock time it was true at', () => {
  expect(ageText(said, after(60_001), ZONE)).toBe('as of 6:04 pm');
});

test('a fact of another day carries its date', () => {
  expect(asOfText(said, after(12 * 3_600_000), ZONE)).toBe('as of Wed 25 Nov, 6:04 pm');
});

test('a clock that runs a little behind shows one second, not a negative age', () => {
  expect(ageText(said, after(-1500), ZONE)).toBe('1 s ago');
});

test('a lost connection, an unknown time and a minute of silence each end freshness', () => {
  expect(isFresh(said, after(1000), true)).toBe(true);
  expect(isFresh(said, after(1000), false)).toBe(false);
  expect(isFresh(undefined, after(1000), true)).toBe(false);
  expect(isFresh(said, after(61_000), true)).toBe(false);
});

test('nothing further than a minute from now is ever fresh', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (offset) => {
      expect(isFresh(said, after(offset), true)).toBe(Math.abs(offset) <= FRESH_FOR_MS);
    })
  );
});
