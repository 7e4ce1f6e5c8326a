import { expect, test } from 'vitest';
import { stepsOfReturn } from './return-steps.ts';
import type { TrackedReturn } from './tracked-return.ts';

const scan = (status: string, message: string, minute: number, isFirst = false): TrackedReturn['events'][number] => ({
  type: 'return.scanned',
  at: new Date(Date.UTC(2026, 10, 27, 9, minute)).toISOString(),
  message,
  city: 'Hoskote warehouse',
  isFirst,
  status,
  isHandedOut: false
});

test('a carrier speaks to whom it brings a parcel, which is us when something comes back', () => {
  const events = [
    scan('in_transit', 'Handed over at Indiranagar', 1, true),
    scan('in_transit', '', 2),
    scan('out_for_delivery', 'On the way to you', 3),
    scan('delivered', 'Handed over at the door', 4)
  ];
  const over = { state: 'closed', events, paid: [], refunds: [], currency: 'INR' } as unknown as TrackedReturn;
  expect(stepsOfReturn(over).map(({ title, note }) => [title, note])).toEqual([
    ['Handed over at Indiranagar', 'Hoskote warehouse'],
    ['Seen on its way', 'Hoskote warehouse'],
    ['On the vehicle to us', 'Hoskote warehouse'],
    ['Brought to us', 'Hoskote warehouse']
  ]);
});
