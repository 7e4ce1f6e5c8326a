import { expect, test } from 'vitest';
import { isWeakPin, PIN_SHAPE } from './pin.ts';

test('four to eight digits are a PIN, and nothing else is', () => {
  for (const pin of ['0000', '4071', '12345678']) expect(PIN_SHAPE.test(pin)).toBe(true);
  for (const pin of ['', '123', '123456789', '12 34', '12a4', '-123', '١٢٣٤', '1234\n']) expect(PIN_SHAPE.test(pin)).toBe(false);
});

test('what is guessed first is weak', () => {
  for (const pin of ['0000', '77777777', '1234', '6789', '8901', '4321', '2109', '1212', '90909090']) expect(isWeakPin(pin)).toBe(true);
  for (const pin of ['4071', '5286', '1357', '1223', '12341']) expect(isWeakPin(pin)).toBe(false);
});
