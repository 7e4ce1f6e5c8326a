import { expect, test } from 'vitest';
import { channelWords, parcelWords, paymentWords, promiseWords } from './words.ts';

const parcel = {
  method: 'ship' as const,
  state: 'ready_for_pickup',
  nodeName: 'Domlur',
  zone: 'Asia/Kolkata',
  deliverUntil: null,
  promise: null
};

test('a parcel says how, where and how far', () => {
  expect(parcelWords({ ...parcel, state: 'picking' })).toBe('Sent from Domlur: picking');
  expect(parcelWords({ ...parcel, method: 'pickup' })).toBe('Collected at Domlur: ready for pickup');
  expect(parcelWords({ ...parcel, nodeName: null, state: 'unsourced' })).toBe('Sent from no place yet: unsourced');
});

test('a promise is told in the time of its place, and what became of it when that is news', () => {
  const until = { ...parcel, deliverUntil: '2026-11-28T14:30:00+00:00' };
  expect(promiseWords({ ...until, promise: 'committed' }, 'UTC')).toBe('by Sat 28 Nov, 8:00 pm');
  expect(promiseWords({ ...until, promise: 'broken' }, 'UTC')).toBe('by Sat 28 Nov, 8:00 pm (broken)');
  expect(promiseWords(parcel, 'UTC')).toBe('');
});

test('ways to pay and channels are words, and an unknown channel is still said', () => {
  expect(paymentWords({ method: 'cash_on_delivery', state: 'pending' })).toBe('cash on delivery pending');
  expect([channelWords('pos'), channelWords('fax')]).toEqual(['at a till', 'by fax']);
});
