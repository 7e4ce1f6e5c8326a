import { expect, test } from 'vitest';
import { labelCode, printable, readLabel, weightText } from './label.ts';

test('what the bars say names the parcel again, however it is typed', () => {
  const parcel = { number: 'MZ-7K3QXM2R9T', place: 12 };
  expect(readLabel(labelCode(parcel))).toEqual(parcel);
  expect(readLabel('  mz-7k3qxm2r9t-12 ')).toEqual(parcel);
});

test('codes of things are no labels', () => {
  for (const code of ['8901234567894', 'MEZ-GUMBAD-INDIGO', 'MZ-7K3QXM2R9T', 'MZ-7K3QXM2R9T-', 'MUG-1', ''])
    expect(readLabel(code)).toBeUndefined();
});

test('letters that cannot be printed are left out, the rest is kept, and it is said', () => {
  expect(printable('Zoë  Nuñez–Rao’s')).toEqual({ text: 'Zoë Nuñez–Rao’s', isWhole: true });
  expect(printable('Ravi Šarmā')).toEqual({ text: 'Ravi Sarma', isWhole: true });
  expect(printable('Łucja Đặng')).toEqual({ text: 'Lucja Dang', isWhole: true });
  expect(printable('नीला Rao')).toEqual({ text: 'Rao', isWhole: false });
  expect(printable('نیلا')).toEqual({ text: '', isWhole: false });
  expect(printable('12 Road\n\tBack 🙂 door')).toEqual({ text: '12 Road Back door', isWhole: false });
});

test('a weight is said in what one weighs in, never less than it is', () => {
  expect([1, 849.2, 999, 1000, 2350].map((grams) => weightText(grams))).toEqual(['1 g', '850 g', '999 g', '1 kg', '2.4 kg']);
});
