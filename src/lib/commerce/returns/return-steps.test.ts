import { expect, test } from 'vitest';
import { refundClock, refundDue, stepsOfReturn } from './return-steps.ts';
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
  expect(stepsOfReturn(over, new Date(Date.UTC(2026, 10, 27, 10))).map(({ title, note }) => [title, note])).toEqual([
    ['Handed over at Indiranagar', 'Hoskote warehouse'],
    ['Seen on its way', 'Hoskote warehouse'],
    ['On the vehicle to us', 'Hoskote warehouse'],
    ['Brought to us', 'Hoskote warehouse']
  ]);
});

const IST = '+05:30';
/** Asked on the first of December, with seven days to the money. */
const asked = (over: Partial<TrackedReturn> = {}): TrackedReturn =>
  ({
    state: 'store_dropoff',
    method: 'store',
    to: 'original',
    isKept: false,
    handedOverAt: null,
    askedAt: `2026-12-01T23:30:00${IST}`,
    sendBy: `2026-12-16T00:00:00${IST}`,
    refundDueAt: `2026-12-09T00:00:00${IST}`,
    exchangeState: null,
    lines: [],
    units: [],
    events: [],
    paid: [],
    refunds: [],
    ...over
  }) as unknown as TrackedReturn;
const on = (day: string, clock = '12:00') => new Date(`2026-12-${day}T${clock}:00${IST}`);

test('while it is not handed over the clock says the day as of today, and not as of when it was asked', () => {
  expect(refundClock(asked(), on('01', '23:45'))?.title).toBe('Your money by Tue 8 Dec, if you give it in today.');
  expect(refundClock(asked(), on('10'))?.title).toBe('Your money by Thu 17 Dec, if you give it in today.');
  expect(refundClock(asked(), on('10', '23:59'))?.title).toBe('Your money by Thu 17 Dec, if you give it in today.');
  expect(refundDue(asked(), on('10'))).toEqual(new Date(`2026-12-18T00:00:00${IST}`));
  expect(stepsOfReturn(asked(), on('10')).at(-1)).toMatchObject({ title: 'Your money', expected: 'by Thu 17 Dec' });
});

test('once it is handed over, or kept, the day stays', () => {
  const given = { state: 'dropped_off' as const, handedOverAt: `2026-12-01T23:40:00${IST}` };
  expect(refundClock(asked(given), on('05'))?.title).toBe('Your money by Tue 8 Dec.');
  expect(refundClock(asked(given), on('10'))).toMatchObject({ title: 'Your money was due on Tue 8 Dec.', tone: 'warn' });
  expect(refundClock(asked({ isKept: true }), on('05'))?.title).toBe('Your money by Tue 8 Dec.');
});

test('what a bank did not take back says so instead of a day', () => {
  const refund = {
    id: '1',
    amountMinor: 49_000,
    how: 'bank',
    method: 'upi',
    lastFour: null,
    state: 'due',
    paidAt: null,
    isRefused: true
  } as const;
  const given = { state: 'settled' as const, handedOverAt: `2026-12-01T23:40:00${IST}`, refunds: [refund], currency: 'INR' };
  const card = {
    ...refund,
    id: '2',
    how: 'gift-card',
    method: 'gift_card',
    state: 'paid',
    paidAt: `2026-12-02T10:00:00${IST}`,
    isRefused: false
  } as const;
  const said = { title: 'Your bank did not take the money back.', tone: 'warn' };
  expect(refundClock(asked(given), on('02'))).toMatchObject(said);
  expect(refundClock(asked({ ...given, refunds: [card, refund] }), on('02'))).toMatchObject(said);
  expect(stepsOfReturn(asked(given), on('02')).map(({ title }) => title)).not.toContain('Your money');
});
