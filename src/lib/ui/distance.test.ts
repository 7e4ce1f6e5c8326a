import { expect, test } from 'vitest';
import { distanceText } from './distance.ts';

test('short ways are in metres and long ways in kilometres', () => {
  expect(distanceText(20)).toBe('50 m');
  expect(distanceText(342)).toBe('350 m');
  expect(distanceText(2143)).toBe('2.1 km');
  expect(distanceText(13_800)).toBe('14 km');
});

test('Americans read miles', () => {
  expect(distanceText(3400, 'en-US')).toBe('2.1 mi');
});
