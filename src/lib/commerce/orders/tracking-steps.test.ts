import { expect, test } from 'vitest';
import { aScan, aTrackedOrder, aTrackedParcel } from '#tests/support/tracked-orders.ts';
import { stepsOf } from './tracking-steps.ts';

const event = (type: string, minute: number, fulfilmentOrderId: string | null = 'parcel-1') => ({
  type,
  version: minute,
  at: `2026-11-25T05:${String(minute).padStart(2, '0')}:00+00:00`,
  fulfilmentOrderId
});
const events = [event('payment.captured', 1, null), event('fo.packed', 4), event('fo.packed', 5, 'another'), event('fo.shipped', 6)];
const titles = (steps: ReturnType<typeof stepsOf>) => steps.map(({ title, state }) => `${title} (${state})`);

test('what happened stands in order, ours and the carrier’s, and only that of this parcel', () => {
  const parcel = aTrackedParcel({
    state: 'shipped',
    shipmentState: 'in_transit',
    carrier: 'mez van',
    scans: [aScan({ status: 'pre_transit', message: 'Label printed', occurredAt: '2026-11-25T05:07:00+00:00' }), aScan({ message: '' })]
  });
  expect(titles(stepsOf(aTrackedOrder({ events }), parcel))).toEqual([
    'Ordered (done)',
    'Paid (done)',
    'Packed (done)',
    'Given to mez van (done)',
    'On its way (now)',
    'At your door (next)'
  ]);
});

test('what goes to a store instead of the door says so', () => {
  const parcel = aTrackedParcel({ state: 'shipped', shipmentState: 'in_transit', goesTo: 'Indiranagar' });
  expect(titles(stepsOf(aTrackedOrder({ events }), parcel)).at(-1)).toBe('At Indiranagar, for you to collect (next)');
});

test('what has ended has nothing to come', () => {
  const parcel = aTrackedParcel({
    state: 'closed',
    shipmentState: 'delivered',
    scans: [aScan({ status: 'delivered', message: 'Handed over at the door', city: 'Bengaluru' })]
  });
  expect(stepsOf(aTrackedOrder({ events }), parcel).at(-1)).toEqual({
    title: 'Handed over at the door',
    note: 'Bengaluru',
    at: '2026-11-25T13:30:00+00:00',
    state: 'done'
  });
});

test('what is still to come has the window when it is short and the day when it is not', () => {
  const expectedAt = (over: object) => stepsOf(aTrackedOrder(), aTrackedParcel(over)).at(-1)?.expected;
  expect(expectedAt({})).toBe('Fri 27 Nov');
  expect(expectedAt({ estimateFrom: '2026-11-25T12:55:00Z', estimateUntil: '2026-11-25T13:15:00Z' })).toBe('6:25–6:45 pm');
  expect(expectedAt({ method: 'pickup', state: 'ready_for_pickup' })).toBeUndefined();
});

test('a place is not said twice in one step', () => {
  const steps = stepsOf(aTrackedOrder(), aTrackedParcel({ state: 'shipped', scans: [aScan({ message: 'Left Domlur', city: 'Domlur' })] }));
  expect(steps.find(({ title }) => title === 'Left Domlur')).toMatchObject({ note: undefined });
});

test('what was paid for a change of the order is told with the change, not beside each parcel', () => {
  const paidAgain = { ...event('payment.captured', 8, null), changeId: 'change-1' };
  const steps = titles(stepsOf(aTrackedOrder({ events: [...events, paidAgain] }), aTrackedParcel({ state: 'packed' })));
  expect(steps.filter((step) => step.startsWith('Paid'))).toHaveLength(1);
});
