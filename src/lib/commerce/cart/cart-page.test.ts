import { expect, test } from 'vitest';
import { aCartView, aChoice, aLineView, aPlannedParcel } from '#tests/support/cart-views.ts';
import { cartPage } from './cart-page.ts';
import type { QuotedChoice } from './quote.ts';

const store = { nodeId: 'blr-indiranagar', nodeName: 'Indiranagar' };
const waiting = aPlannedParcel({
  ...store,
  method: 'pickup',
  deliverFrom: '2026-11-25T06:00:00.000Z',
  deliverUntil: '2026-11-25T06:30:00.000Z'
});
const open = (id: string, costMinor: number, until: string): QuotedChoice => {
  const parcels = [aPlannedParcel({ service: id, deliverUntil: until }), waiting];
  return { open: true, ...aChoice({ id, costMinor, parcels }), deliverFrom: until, deliverUntil: until };
};
const choices: QuotedChoice[] = [
  { open: false, id: 'same_day', reason: 'no-service' },
  open('express', 9_900, '2026-11-26T15:30:00.000Z'),
  open('standard', 4_900, '2026-11-27T15:30:00.000Z')
];
const both = aCartView({
  lines: [
    aLineView({
      id: 'b',
      variantId: 'mug',
      unitPriceMinor: 49_000,
      priceNowMinor: 45_000,
      pickupNodeId: store.nodeId,
      pickupNodeName: store.nodeName
    }),
    aLineView({ id: 'a', quantity: 2, unitPriceMinor: 20_000, priceNowMinor: 20_000 })
  ]
});

test('what is brought comes first, then each store, each with its own dates', () => {
  const { groups } = cartPage(both, choices);
  expect(groups.map(({ nodeName, lines, promised }) => [nodeName, lines.map(({ id }) => id), promised?.until])).toEqual([
    [null, ['a'], '2026-11-27T15:30:00.000Z'],
    ['Indiranagar', ['b'], '2026-11-25T06:30:00.000Z']
  ]);
});

test('the total takes the prices of now and the cheapest way that is open', () => {
  const { totals, cheapest } = cartPage(both, choices);
  expect(cheapest?.id).toBe('standard');
  expect(totals).toMatchObject({ goodsMinor: 85_000, deliveryMinor: 4_900, totalMinor: 89_900 });
});

test('it says how much is missing to free delivery, and nothing when all is collected', () => {
  expect(cartPage(both, choices).freeDelivery).toEqual({ missingMinor: 14_900 });
  expect(cartPage(aCartView(), choices).freeDelivery).toEqual({ missingMinor: 0 });
  expect(cartPage(aCartView({ lines: [aLineView({ pickupNodeId: store.nodeId })] }), []).freeDelivery).toBeNull();
});

test('without any way that is open there is no date and no delivery in the total', () => {
  const page = cartPage(both, [{ open: false, id: 'standard', reason: 'unknown-postcode' }]);
  expect(page.groups.map(({ promised }) => promised)).toEqual([null, null]);
  expect(page).toMatchObject({ cheapest: null, totals: { deliveryMinor: 0 } });
});
