import { expect, test } from 'vitest';
import { aChoice, aLineView, aPlannedParcel } from '#tests/support/cart-views.ts';
import type { QuotedChoice } from './quote.ts';
import { shownWays } from './shown-ways.ts';

const lines = [
  aLineView(),
  aLineView({ id: 'm', variantId: 'mug', title: 'Mug', pickupNodeId: 'blr-indiranagar', pickupNodeName: 'Indiranagar' })
];
const noRate = () => undefined;
const waiting = aPlannedParcel({
  nodeId: 'blr-indiranagar',
  nodeName: 'Indiranagar',
  method: 'pickup',
  service: 'pickup',
  lines: [{ variantId: 'mug', quantity: 2, counted: true }],
  deliverUntil: '2026-11-30T06:30:00.000Z',
  orderBy: '2026-11-25T15:00:00.000Z'
});
const open = (id: string, costMinor: number): QuotedChoice => ({
  open: true,
  ...aChoice({ id, costMinor, parcels: [aPlannedParcel({ service: id }), waiting] }),
  deliverFrom: '2026-11-30T06:00:00.000Z',
  deliverUntil: '2026-11-30T06:30:00.000Z'
});
const choices = [open('standard', 4_900), open('express', 9_900), { open: false, id: 'same_day', reason: 'no-service' } as const];

test('a way is dated by what travels; what is collected stands apart, and the value carries the date of the whole', () => {
  const { ways, collected } = shownWays(choices, { lines, delivery: null }, noRate);
  expect(ways[0]).toMatchObject({
    until: '2026-11-27T15:30:00.000Z',
    value: 'standard 2026-11-30T06:30:00.000Z',
    orderBy: '2026-11-25T11:30:00.000Z'
  });
  expect(ways[2]).toEqual({ id: 'same_day', dead: 'no-service' });
  expect(collected).toMatchObject([{ nodeName: 'Indiranagar', things: ['2 × Mug'] }]);
});

test('the cheapest is chosen at first, and afterwards what was chosen', () => {
  const chosen = (delivery: ReturnType<typeof aChoice> | null) =>
    shownWays(choices, { lines, delivery }, noRate).ways.map((way) => 'chosen' in way && way.chosen);
  expect(chosen(null)).toEqual([true, false, false]);
  expect(chosen(aChoice({ id: 'express' }))).toEqual([false, true, false]);
  expect(chosen(aChoice({ id: 'same_day' }))).toEqual([true, false, false]);
});

test('a cart that is all collected has one way, made of its stores', () => {
  const pickup: QuotedChoice = {
    open: true,
    ...aChoice({ id: 'pickup', costMinor: 0, parcels: [waiting] }),
    deliverFrom: '',
    deliverUntil: waiting.deliverUntil
  };
  const { ways } = shownWays([pickup], { lines, delivery: null }, noRate);
  expect(ways).toMatchObject([{ id: 'pickup', until: waiting.deliverUntil, parcels: [{ nodeName: 'Indiranagar' }], chosen: true }]);
  // A quarter of an hour more than is shown: by then the clock has moved on.
  expect('value' in ways[0]! && ways[0].value).toBe('pickup 2026-11-30T06:45:00.000Z');
});

test('beside each way stands how often promises like it were kept, and beside what is collected that of its store', () => {
  const since = '2026-06-02T05:00:00.000Z';
  const known: Record<string, number> = { standard: 96, pickup: 99 };
  const { ways, collected } = shownWays(choices, { lines, delivery: null }, (_, service) => {
    const percent = known[service];
    return percent === undefined ? undefined : { percent, of: 412, since };
  });
  expect(ways.map((way) => 'kept' in way && way.kept)).toEqual([{ percent: 96, of: 412, since }, null, false]);
  expect(collected).toMatchObject([{ kept: { percent: 99 } }]);
});
