import { expect, test } from 'vitest';
import { NO_EFFECT, type ChangeEffect } from './change-effect.ts';
import { changeNotice } from './change-notice.ts';
import type { ChangeMade } from './change.events.ts';

const mug = { title: 'Mug', options: ['Blue'], units: 1 };
const made = (effect: Partial<ChangeEffect>, more: Partial<ChangeMade> = {}): ChangeMade => ({
  type: 'change.made',
  topic: 'order:o',
  version: 4,
  orderId: 'o',
  changeId: 'c',
  kind: 'cancel',
  reason: '',
  effect: { ...NO_EFFECT, kind: 'cancel', ...effect },
  policy: null,
  undoUntil: null,
  ...more
});

test('a cancelled thing is named with its money and until when that is taken back', () => {
  const event = made({ of: [mug], back: [{ how: 'bank', amountMinor: 49_000 }], isEnd: true }, { undoUntil: '2026-11-25T05:10:00.000Z' });
  expect(changeNotice(event, 'INR')).toEqual({
    title: 'Cancelled: 1 × Mug, Blue',
    words:
      '₹490 goes back the way it was paid. Nothing of the order is left. Until 10:40 am you can take it back on the page of your order.'
  });
});

test('another make, another address and another payment each say what money and day do; a note says nothing', () => {
  const dear = { ...mug, options: ['Red'] };
  const swap = made({ of: [mug], instead: [dear], more: { amountMinor: 10_000, how: 'now' } }, { kind: 'swap' });
  expect(changeNotice(swap, 'INR')).toEqual({
    title: 'Changed for another: 1 × Mug, Blue for 1 × Mug, Red',
    words: 'You paid ₹100 for it.'
  });
  const dates = [{ parcelId: 'p', was: '2026-11-26T14:30:00.000Z', is: '2026-11-28T14:30:00.000Z' }];
  expect(changeNotice(made({ dates }, { kind: 'address' }), 'INR')).toMatchObject({
    title: 'Sent elsewhere',
    words: expect.stringMatching(/^It comes by .+ instead of .+\.$/)
  });
  const paid = made({ more: { amountMinor: 500, how: 'now' }, back: [{ how: 'bank', amountMinor: 500 }] }, { kind: 'payment' });
  expect(changeNotice(paid, 'INR')).toEqual({ title: 'Paid another way', words: '₹5 came the new way. ₹5 goes back the way it was paid.' });
  expect(changeNotice(made({}, { kind: 'note' }), 'INR')).toBeUndefined();
});
