import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cover, isSpendable, readValueCode, shownCode, valueName, type StoredValue } from './stored-value.ts';

const at = new Date('2026-11-26T05:00:00Z');
const card = (over: Partial<StoredValue> = {}): StoredValue => ({
  id: 'a',
  kind: 'gift_card',
  lastFour: '7XQ2',
  customerId: null,
  currency: 'INR',
  balanceMinor: 500,
  state: 'active',
  expiresAt: null,
  ...over
});

test('a code is read however it is typed, and shown in fours', () => {
  expect(readValueCode(' o1l2-3456 789a_bcde ')).toBe('01123456789ABCDE');
  expect(shownCode('01123456789ABCDE')).toBe('0112-3456-789A-BCDE');
  expect(readValueCode('0112-3456-789A-BCD')).toBeUndefined();
  expect(readValueCode('0112-3456-789A-BCD!')).toBeUndefined();
});

test('what is empty, blocked, over or in other money is not spent', () => {
  expect(isSpendable(card(), { currency: 'INR', at })).toBe(true);
  for (const no of [card({ balanceMinor: 0 }), card({ state: 'blocked' }), card({ expiresAt: at }), card({ currency: 'EUR' })]) {
    expect(isSpendable(no, { currency: 'INR', at })).toBe(false);
  }
});

test('they are named as people know them', () => {
  expect(valueName(card())).toBe('Gift card …7XQ2');
  expect(valueName(card({ kind: 'store_credit', lastFour: null }))).toBe('Store credit');
});

test('any balances, any price: what they cover and what is left is the price, none pays more than it has, and the first pays first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 3 }), fc.integer({ min: 0, max: 3000 }), (balances, total) => {
      const values = balances.map((balanceMinor, i) => card({ id: String(i), balanceMinor }));
      const { covers, restMinor } = cover(values, total);
      expect(covers.reduce((sum, one) => sum + one.amountMinor, restMinor)).toBe(total);
      for (const { id, amountMinor } of covers) expect(amountMinor).toBeLessThanOrEqual(values[Number(id)]!.balanceMinor);
      const spent = covers.slice(0, -1).every(({ id, amountMinor }) => amountMinor === values[Number(id)]!.balanceMinor);
      expect(spent).toBe(true);
      if (restMinor > 0) expect(covers).toHaveLength(balances.filter((one) => one > 0).length);
    })
  );
});
