import { expect, test } from 'vitest';
import { idleAfter } from './idle.ts';

test('whoever is still for three quarters of a minute is asked for fifteen seconds, and then the screen is the next one’s', () => {
  expect(idleAfter(0)).toEqual({ is: 'used' });
  expect(idleAfter(44_999)).toEqual({ is: 'used' });
  expect(idleAfter(45_000)).toEqual({ is: 'asking', left: 15 });
  expect(idleAfter(59_999)).toEqual({ is: 'asking', left: 1 });
  expect(idleAfter(60_000)).toEqual({ is: 'over' });
  // The lid was closed: the clock went on.
  expect(idleAfter(9_000_000)).toEqual({ is: 'over' });
});
