import { expect, test } from 'vitest';
import { aPromise, aScan, aTrackedOrder, aTrackedParcel } from '#tests/support/tracked-orders.ts';
import type { TrackedParcel } from './tracked-order.ts';
import {
  etaOf,
  expectedOf,
  leadingParcel,
  metresLeft,
  runsAhead,
  seenWords,
  shownPromises,
  statusOf,
  verdictWords,
  windowWords
} from './tracking-view.ts';

const KOLKATA = 'Asia/Kolkata';
const now = '2026-11-25T10:35:00+05:30';
const at = (text: string) => new Date(`${text}+05:30`).toISOString();
const onTheWay = (over: Partial<TrackedParcel> = {}) =>
  aTrackedParcel({ state: 'shipped', shipmentState: 'in_transit', scans: [aScan()], ...over });
const eta = (parcel: TrackedParcel, over = {}) => etaOf(aTrackedOrder({ parcels: [parcel], ...over }), parcel, now);

test('before anything is scanned the promise is what we expect, afterwards the estimate, and nothing once it is there', () => {
  expect(expectedOf(aTrackedParcel())).toEqual({ from: aPromise().deliverFrom, until: aPromise().deliverUntil });
  const estimate = { estimateFrom: at('2026-11-26T17:45:00'), estimateUntil: at('2026-11-26T18:45:00') };
  expect(expectedOf(onTheWay(estimate))).toEqual({ from: estimate.estimateFrom, until: estimate.estimateUntil });
  expect(expectedOf(onTheWay({ ...estimate, shipmentState: 'delivered' }))).toBeNull();
});

test('a window of today is told in numerals, one of another day as that day', () => {
  const today = { estimateFrom: at('2026-11-25T18:25:00'), estimateUntil: at('2026-11-25T18:45:00'), scans: [] };
  expect(eta(onTheWay(today))).toEqual({ parts: ['6:25', '6:45'], half: 'pm', small: '', spoken: 'Expected between 6:25 and 6:45 pm' });
  const noon = { estimateFrom: at('2026-11-25T11:00:00'), estimateUntil: at('2026-11-25T13:00:00'), scans: [] };
  expect(eta(onTheWay(noon))).toMatchObject({ parts: ['11 am', '1'], half: 'pm' });
  expect(eta(aTrackedParcel())).toEqual({
    parts: ['Friday'],
    half: '',
    small: 'perhaps tomorrow',
    spoken: 'Expected Friday, perhaps tomorrow'
  });
});

test('where the clock of the carrier runs ahead, its today counts, and the day stands beside the numerals', () => {
  const window = { estimateFrom: at('2026-11-27T14:00:00'), estimateUntil: at('2026-11-27T14:30:00') };
  const ahead = onTheWay({ ...window, scans: [aScan({ occurredAt: at('2026-11-27T13:00:00') })] });
  expect(runsAhead(ahead, now)).toBe(true);
  expect(eta(ahead)).toEqual({
    parts: ['2:00', '2:30'],
    half: 'pm',
    small: 'Fri 27 Nov',
    spoken: 'Expected between 2:00 and 2:30 pm on Fri 27 Nov'
  });
  expect(eta(onTheWay({ ...window, scans: [] })).parts).toEqual(['Friday']);
});

test('what has come says when, and what ended otherwise says how', () => {
  const there = onTheWay({ state: 'closed', shipmentState: 'delivered', deliveredAt: at('2026-11-25T10:20:00') });
  expect(eta(there)).toEqual({ parts: ['10:20'], half: 'am', small: 'Today', spoken: 'Delivered today at 10:20 am' });
  expect(eta(onTheWay({ shipmentState: 'lost' })).parts).toEqual(['Lost']);
});

test('an order that is not paid says until when its things are kept; a cancelled one that it is', () => {
  const payBy = new Date('2026-11-25T10:50:00+05:30');
  expect(eta(aTrackedParcel(), { life: 'placed', payBy })).toMatchObject({
    parts: ['10:50'],
    half: 'am',
    spoken: 'Kept for you until 10:50 am'
  });
  expect(eta(aTrackedParcel({ state: 'cancelled' }), { life: 'cancelled' }).parts).toEqual(['Cancelled']);
});

test('what is collected says when it lies ready, then only that it does', () => {
  const promises = [aPromise({ deliverFrom: at('2026-11-25T10:55:00'), deliverUntil: at('2026-11-25T11:05:00') })];
  const counter = aTrackedParcel({ method: 'pickup', promises, nodeName: 'Indiranagar' });
  expect(eta(counter)).toMatchObject({ parts: ['11:05'], half: 'am', small: 'Today, ready by then' });
  expect(eta({ ...counter, state: 'ready_for_pickup' }).parts).toEqual(['Ready']);
});

test('the head speaks of what comes next, and of what came last when all has come', () => {
  const late = aTrackedParcel({ id: 'late' });
  const soon = aTrackedParcel({ id: 'soon', promises: [aPromise({ deliverUntil: at('2026-11-25T21:00:00') })] });
  const done = (id: string, deliveredAt: string) => aTrackedParcel({ id, state: 'closed', shipmentState: 'delivered', deliveredAt });
  expect(leadingParcel([late, soon, done('x', at('2026-11-25T09:00:00'))])?.id).toBe('soon');
  expect(leadingParcel([done('a', at('2026-11-25T09:00:00')), done('b', at('2026-11-25T12:00:00'))])?.id).toBe('b');
  expect(leadingParcel([])).toBeUndefined();
});

test('on the way the status says where it was seen, by the newest scan of the carrier and not the last one heard', () => {
  const door = aTrackedOrder().destination;
  const near = aScan({ lat: 12.9763, lng: 77.6408, city: 'Indiranagar', occurredAt: at('2026-11-26T16:00:00') });
  const parcel = onTheWay({ scans: [near, aScan()] });
  expect(metresLeft(parcel, door)).toBe(222);
  expect(seenWords(parcel, door)).toBe('Last seen in Indiranagar, 200 m from your door.');
  expect(statusOf(aTrackedOrder({ parcels: [parcel] }), parcel)).toEqual({
    strong: 'On its way.',
    rest: 'Last seen in Indiranagar, 200 m from your door.'
  });
  expect(seenWords(onTheWay({ scans: [aScan({ lat: null, lng: null })] }), door)).toBe('Last seen in Bengaluru.');
  expect(seenWords(onTheWay({ scans: [] }), door)).toBe('');
});

test('each version of the promise says how it differs from the first and why', () => {
  const later = aPromise({
    number: 2,
    state: 'revised',
    deliverUntil: at('2026-11-28T21:00:00'),
    reason: 'delayed',
    at: at('2026-11-25T11:00:00')
  });
  const sooner = aPromise({
    number: 3,
    state: 'revised',
    deliverUntil: at('2026-11-27T18:45:00'),
    reason: 'out-for-delivery',
    at: at('2026-11-26T11:00:00')
  });
  const verdict = aPromise({ number: 4, state: 'kept', deliverUntil: sooner.deliverUntil, reason: 'delivered' });
  const rain = aScan({ detail: 'delayed', message: 'Heavy rain on the road', receivedAt: at('2026-11-25T10:59:00') });
  const said = shownPromises(onTheWay({ promises: [aPromise(), later, sooner, verdict], scans: [rain] }));
  expect(said.map(({ moved, reason, isLater }) => [moved, reason, isLater])).toEqual([
    ['', 'As promised when you ordered.', false],
    ['1 day later than we first said.', 'Heavy rain on the road.', true],
    ['2 h 15 minutes earlier than we first said.', 'It is on the vehicle to you.', false]
  ]);
});

test('a day that the shopper chose is no delay, and what comes after it is compared with it', () => {
  const chosen = aPromise({ number: 3, reason: 'chosen', deliverUntil: '2026-12-01T15:30:00+00:00' });
  const waived = aPromise({ number: 2, state: 'waived', reason: 'chosen' });
  const late = aPromise({ number: 4, state: 'revised', reason: 'delayed', deliverUntil: '2026-12-02T15:30:00+00:00' });
  const said = shownPromises(onTheWay({ promises: [aPromise(), waived, chosen, late] }));
  expect(said.map(({ number, moved, isLater }) => [number, moved, isLater])).toEqual([
    [1, '', false],
    [3, '', false],
    [4, '1 day later than we first said.', true]
  ]);
  expect(said[2]!.first.until).toBe('2026-12-01T15:30:00+00:00');
});

test('the verdict is said once it is known', () => {
  const ended = (state: string) => verdictWords(aTrackedParcel({ promises: [aPromise(), aPromise({ number: 2, state })] }));
  expect([ended('kept'), ended('broken'), ended('revised')]).toEqual(['It came when we said.', 'It came later than we said.', '']);
});

test('a window reads short when it is narrow and by its end when it is wide', () => {
  expect(windowWords({ from: at('2026-11-26T16:00:00'), until: at('2026-11-26T18:00:00') }, KOLKATA)).toBe('Thu 26 Nov, 4–6 pm');
  expect(windowWords({ from: aPromise().deliverFrom, until: aPromise().deliverUntil }, KOLKATA)).toBe('Fri 27 Nov by 9 pm');
});
