import { expect, test } from 'vitest';
import { exchangeLines, returnLines } from './return-lines.ts';

const effect = {
  order: 'MZ-1',
  currency: 'INR',
  items: [{ item: 'Lamp, Brass', quantity: 1, reason: 'damaged' }],
  method: 'store',
  refundTo: 'original',
  isKept: false,
  goodsMinor: 30_000,
  feeMinor: 0,
  bringingMinor: 0,
  refundDueAt: '2026-12-02T18:30:00.000Z',
  sendBy: '2026-12-09T18:30:00.000Z',
  trigger: 'instant' as const
};

test('what is kept does not come back: no way, no store and no day to send it by', () => {
  const lines = returnLines({ ...effect, isKept: true, store: 'Bandra' });
  expect(lines.map(({ label }) => label)).toEqual(['You keep it', 'Money', 'Money by']);
  expect(lines[0]).toEqual({ label: 'You keep it', text: expect.stringContaining('1 × Lamp, Brass') });
});

test('the store it is brought to is said, where one was chosen', () => {
  expect(returnLines({ ...effect, store: 'Bandra' })).toContainEqual({ label: 'Store', text: 'Bandra' });
  const labels = returnLines(effect).map(({ label }) => label);
  expect(labels).toEqual(['Comes back', 'How', 'Money', 'Send by', 'Money by']);
});

test('an exchange says the store as well', () => {
  const exchanged = {
    ...effect,
    items: [{ item: 'Lamp, Brass', quantity: 1, reason: 'damaged', to: 'Lamp, Steel', unitPriceMinor: 30_000 }],
    payBy: 'upi' as const,
    moreMinor: 0,
    backMinor: 0,
    thereBy: effect.sendBy,
    isCollected: false
  };
  expect(exchangeLines({ ...exchanged, store: 'Bandra' })).toContainEqual({ label: 'Store', text: 'Bandra' });
  expect(exchangeLines(exchanged).map(({ label }) => label)).not.toContain('Store');
});
