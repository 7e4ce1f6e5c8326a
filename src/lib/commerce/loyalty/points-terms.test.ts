import { expect, test } from 'vitest';
import { troublesOf } from './points-terms.ts';

const sound = { isOn: true, pointsPerMajor: 1, worthMinor: 2, leastPoints: 500 };

test('terms are whole numbers within their bounds, and what is wrong is named by its field', () => {
  expect(troublesOf(sound)).toEqual({});
  expect(troublesOf({ ...sound, pointsPerMajor: 1_000, worthMinor: 10_000, leastPoints: 1_000_000 })).toEqual({});
  for (const value of [0, -1, 1.5, Number.NaN, 1_000_001]) {
    expect(Object.keys(troublesOf({ ...sound, pointsPerMajor: value, worthMinor: value, leastPoints: value }))).toEqual([
      'pointsPerMajor',
      'worthMinor',
      'leastPoints'
    ]);
  }
});
