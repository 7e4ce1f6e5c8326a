import { expect, test } from 'vitest';
import { balanceOf, nettedWith } from './balance.ts';
import { outcomeAt } from './exchange-money.ts';

const came = new Date(0);
const unit = (lineId: string, over: object = {}) => ({ lineId, unitPriceMinor: 500, receivedAt: came, disposition: null, ...over });
const said = { keepPercent: 100, goodsMinor: 1_000, bringingMinor: 0, feeMinor: 0 };

test.each([
  ['less', 1_000, 0, 800, { moreMinor: 0, backMinor: 200 }],
  ['more', 1_000, 0, 1_200, { moreMinor: 200, backMinor: 0 }],
  ['the same, but for the fee', 1_000, 99, 1_000, { moreMinor: 99, backMinor: 0 }]
])('what costs %s', (...[, goodsMinor, feeMinor, newMinor, expected]) => {
  const value = { goodsMinor, bringingMinor: 0, feeMinor };
  expect(balanceOf(value, newMinor)).toEqual(expected);
  const netted = nettedWith(value, newMinor);
  // The credit adds up by itself, and with what is paid on top it pays for the new thing to the cent.
  expect(netted.goodsMinor - netted.feeMinor).toBe(netted.nettedMinor);
  expect(netted.nettedMinor + expected.moreMinor).toBe(newMinor);
});

test('all of it came: the new things go out, and what is left over is owed', () => {
  const outcome = outcomeAt(
    said,
    { units: [unit('a'), unit('b')], lines: [{ lineId: 'a', quantity: 1, unitPriceMinor: 300 }], paidMinor: 0 },
    'received'
  );
  expect(outcome.goes.get('a')).toBe(1);
  expect(outcome.parts).toEqual({ goodsMinor: 700, deliveryMinor: 0, feeMinor: 0, goodwillMinor: 0 });
});

test('one of two came: one new thing goes out, and of what was paid on top a half goes back', () => {
  const outcome = outcomeAt(
    said,
    {
      units: [unit('a', { disposition: 'restock_a' }), unit('a', { disposition: 'missing', receivedAt: null })],
      lines: [{ lineId: 'a', quantity: 2, unitPriceMinor: 700 }],
      paidMinor: 400
    },
    'inspected'
  );
  expect(outcome.goes.get('a')).toBe(1);
  expect(outcome.netted).toEqual({ goodsMinor: 500, feeMinor: 0, nettedMinor: 500 });
  expect(outcome.parts).toEqual({ goodsMinor: 0, deliveryMinor: 0, feeMinor: 0, goodwillMinor: 200 });
});

test('what came does not pay for the new thing: none goes out, and all is money', () => {
  const outcome = outcomeAt(
    said,
    {
      units: [unit('a', { disposition: 'restock_a' }), unit('b', { disposition: 'missing', receivedAt: null })],
      lines: [{ lineId: 'a', quantity: 1, unitPriceMinor: 1_200 }],
      paidMinor: 200
    },
    'inspected'
  );
  expect(outcome.goes.get('a')).toBe(0);
  expect(outcome.netted.nettedMinor).toBe(0);
  expect(outcome.parts).toEqual({ goodsMinor: 500, deliveryMinor: 0, feeMinor: 0, goodwillMinor: 200 });
});
