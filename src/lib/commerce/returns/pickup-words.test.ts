import { expect, test } from 'vitest';
import { isLeftAlone, pickupTime, pickupWords } from './pickup-words.ts';
import type { TrackedReturn } from './tracked-return.ts';

const window = { from: '2026-11-26T03:30:00+00:00', until: '2026-11-26T12:30:00+00:00' };
const fetched = (state: NonNullable<TrackedReturn['pickup']>['state'], of: TrackedReturn['state'] = 'label_issued') => ({
  state: of,
  pickup: { state, ...window, confirmation: state === 'asked' ? '' : 'WT12' }
});
const before = new Date('2026-11-25T05:00:00Z');
const evening = new Date('2026-11-26T12:31:00Z');
const afterwards = new Date('2026-11-26T18:31:00Z');

test('a window is said where the shop is, with both days where it has two', () => {
  expect(pickupTime(window)).toBe('Thu 26 Nov, 9 am–6 pm');
  expect(pickupTime({ ...window, until: '2026-11-27T12:30:00Z' })).toBe('Thu 26 Nov, 9:00 am, to Fri 27 Nov, 6:00 pm');
});

test('what was asked names no window before the carrier has said yes', () => {
  expect(pickupWords(fetched('asked'), before)).toMatchObject({ title: 'We have asked the carrier to come.', tone: 'plain' });
  expect(pickupWords(fetched('asked'), afterwards)).toMatchObject({ tone: 'plain' });
  expect(pickupWords(fetched('booked'), before)).toEqual({
    title: 'The carrier comes Thu 26 Nov, 9 am–6 pm.',
    words: 'It brings the label along. Its confirmation: WT12.',
    tone: 'plain'
  });
});

test('where nobody comes, or came, another way is offered; of what does not wait for it nothing is said', () => {
  expect(pickupWords(fetched('failed'), before)).toMatchObject({ title: 'No carrier can come to you.', tone: 'warn' });
  // A courier's scan of then still says that it came.
  expect(pickupWords(fetched('booked'), evening)).toMatchObject({ title: 'The carrier was to come Thu 26 Nov, 9 am–6 pm.', tone: 'plain' });
  expect(isLeftAlone(fetched('booked'), evening)).toBe(false);
  expect(pickupWords(fetched('booked'), afterwards)).toMatchObject({ title: 'Has nobody come?', tone: 'warn' });
  expect([fetched('failed'), fetched('booked'), fetched('asked')].map((of) => isLeftAlone(of, afterwards))).toEqual([true, true, false]);
  expect(pickupWords(fetched('fetched', 'in_transit'), afterwards)).toBeUndefined();
  expect((['ending', 'cancelled', 'kept'] as const).map((state) => pickupWords(fetched(state), before))).toEqual([
    undefined,
    undefined,
    undefined
  ]);
  expect(pickupWords({ state: 'label_issued', pickup: null }, before)).toBeUndefined();
});
