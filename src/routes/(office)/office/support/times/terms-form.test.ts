import { expect, test } from 'vitest';
import type { SupportTerms } from '#lib/commerce/support/support-terms.ts';
import { termsText, typedTerms } from './terms-form.ts';

const both = (firstMinutes: number, solveMinutes: number) => ({
  normal: { firstMinutes, solveMinutes },
  high: { firstMinutes: 5, solveMinutes: 60 }
});
const levels = {
  order: both(30, 600),
  return: both(30, 600),
  payment: both(20, 600),
  product: both(60, 900),
  complaint: both(15, 300),
  other: both(60, 900)
};
const day = { opens: 540, closes: 1_080 };
const halves = [
  { opens: 540, closes: 780 },
  { opens: 840, closes: 1_080 }
];
const terms: SupportTerms = {
  hours: {
    zone: 'Asia/Kolkata',
    week: [[day], halves, [day], [day], [{ opens: 1_320, closes: 1_560 }], [{ opens: 0, closes: 1_440 }], []],
    holidays: ['2026-12-25']
  },
  levels
};

const formOf = (more: Record<string, string> = {}): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...termsText(terms), ...more })) form.set(name, value);
  return form;
};
const wrongWith = (more: Record<string, string>) => {
  const read = typedTerms(formOf(more));
  return 'problems' in read ? Object.keys(read.problems.fields).toSorted() : [];
};

test('what the form shows comes back as it was: a day, two halves, a night, a whole day and none', () => {
  expect(termsText(terms)).toMatchObject({ 'shifts-2': '09:00-13:00, 14:00-18:00', 'shifts-5': '22:00-02:00', 'shifts-6': '00:00-24:00' });
  expect(typedTerms(formOf())).toEqual({ terms });
});

test('shifts are read as people write them, in any order', () => {
  const weekOf = (typed: string) => typedTerms(formOf({ 'shifts-2': typed }));
  for (const typed of ['14:00 - 18:00, 9-13', '9.00–13.00; 14 to 18', '09:00-13:00,14:00-18:00']) expect(weekOf(typed)).toEqual({ terms });
});

test('holidays are days in any order, each once', () => {
  const read = typedTerms(formOf({ holidays: '2026-12-25, 2026-10-02\n2026-12-25' }));
  expect(read).toMatchObject({ terms: { hours: { holidays: ['2026-10-02', '2026-12-25'] } } });
});

test('every wrong field is named', () => {
  expect(wrongWith({ zone: 'Moon/Sea' })).toEqual(['zone']);
  expect(wrongWith({ 'shifts-1': '9', 'shifts-2': 'in the morning' })).toEqual(['shifts-1', 'shifts-2']);
  expect(wrongWith({ 'shifts-1': '9-13, 12-18', 'shifts-2': '24:00-08:00', 'shifts-3': '9-25' })).toEqual([
    'shifts-1',
    'shifts-2',
    'shifts-3'
  ]);
  expect(wrongWith({ 'shifts-4': '1-2, 3-4, 5-6, 7-8, 9-10' })).toEqual(['shifts-4']);
  expect(wrongWith({ holidays: '2026-02-30' })).toEqual(['holidays']);
  expect(wrongWith({ holidays: 'Diwali' })).toEqual(['holidays']);
  expect(wrongWith({ 'first-order-normal': '0', 'solve-order-high': '4', 'solve-other-normal': '99999' })).toEqual([
    'first-order-normal',
    'solve-order-high',
    'solve-other-normal'
  ]);
  expect(wrongWith({ 'first-order-normal': '1e3' })).toEqual(['first-order-normal']);
  const never = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((one) => [`shifts-${one}`, '']));
  expect(wrongWith(never)).toEqual(['shifts-1']);
});
