import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadOf } from './spread.ts';

const arrived = (distance: number) => ({ distance, weight: 1, done: true });
const travelling = (distance: number) => ({ distance, weight: 1, done: false });

test('when everything has arrived it is the plain share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 99 }),
      (all, percent) => {
        const { quantile } = spreadOf(all.map(arrived));
        const at = quantile(percent / 100);
        expect(all.filter((one) => one <= at).length / all.length).toBeGreaterThanOrEqual(percent / 100 - 1e-9);
        expect(all.filter((one) => one < at).length / all.length).toBeLessThan(percent / 100 + 1e-9);
      }
    )
  );
});

test('the example of six, two of which still travel, gives the shares of Kaplan and Meier', () => {
  const { later } = spreadOf([arrived(1), travelling(2), arrived(3), arrived(4), travelling(5), arrived(6)]);
  expect(later(0)).toBe(1);
  expect(later(1)).toBeCloseTo(5 / 6);
  expect(later(3)).toBeCloseTo((5 / 6) * (3 / 4));
  expect(later(4)).toBeCloseTo((5 / 6) * (3 / 4) * (2 / 3));
  expect(later(6)).toBeCloseTo(0);
});

test('what still travels and is overdue makes the spread wider before it arrives', () => {
  const usual = Array.from({ length: 90 }, (_, at) => arrived(at / 90));
  const overdue = Array.from({ length: 30 }, () => travelling(2));
  expect(spreadOf([...usual, ...overdue]).later(0.9)).toBeGreaterThan(spreadOf(usual).later(0.9) + 0.15);
});
