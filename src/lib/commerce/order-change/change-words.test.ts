import { expect, test } from 'vitest';
import { NO_EFFECT, type ChangeEffect } from './change-effect.ts';
import { changeWords, effectWords, undoWords } from './change-words.ts';

const shown = { currency: 'INR', zone: 'Asia/Kolkata' };
const mug = { title: 'Mug', options: ['Sea', 'L'], units: 2 };
const effect: ChangeEffect = {
  ...NO_EFFECT,
  kind: 'cancel',
  of: [mug],
  goodsMinor: 98_000,
  deliveryMinor: 4_900,
  back: [{ how: 'bank', amountMinor: 102_900 }],
  freed: [{ variantId: 'v', title: 'Mug', units: 2, nodeId: 'd', nodeName: 'Domlur' }],
  dates: [{ parcelId: 'p', was: '2026-11-28T14:30:00Z', is: null }],
  isEnd: true,
  isUndoable: true
};

test('all that a change does is said, money first', () => {
  expect(effectWords(effect, shown).map(({ label, figure = '', words }) => `${label}: ${figure} ${words}`)).toEqual([
    'Money: ₹1,029 goes back the way it was paid, in ten minutes',
    'Delivery: ₹49 of it is what bringing it cost',
    'Date:  Nothing comes on Sat 28 Nov any more.',
    'Free again:  2 × Mug at Domlur',
    'Order:  Nothing of it is left, so it ends.',
    'Undo:  You can take it back for ten minutes, as long as nobody has begun with it.'
  ]);
});

test('what is to be paid on top, other days and what cannot be taken back are said', () => {
  const dates = [
    { parcelId: 'p', was: '2026-11-28T14:30:00Z', is: '2026-11-29T14:30:00Z' },
    { parcelId: 'q', was: '2026-11-28T14:30:00Z', is: '2026-11-28T15:30:00Z' },
    { parcelId: 'r', was: null, is: '2026-11-28T14:30:00Z' },
    { parcelId: 's', was: null, is: null }
  ];
  const words = effectWords({ ...NO_EFFECT, kind: 'swap', more: { amountMinor: 1_000, how: 'now' }, dates }, shown);
  expect(words.map((one) => one.words)).toEqual([
    'more, which you pay next',
    'It comes by Sun 29 Nov instead of Sat 28 Nov.',
    'It still comes by Sat 28 Nov.',
    'It comes by Sat 28 Nov.',
    'Nothing comes any more.',
    'This cannot be taken back.'
  ]);
});

test('a change is named with what it was of, and how it stands', () => {
  expect(changeWords({ kind: 'cancel', effect, state: 'undone' })).toEqual({
    strong: 'Cancelled: 2 × Mug, Sea, L.',
    rest: 'Taken back: all is as it was.'
  });
  const swap = { ...effect, instead: [{ title: 'Mug', options: ['Sand'], units: 2 }] };
  expect(changeWords({ kind: 'swap', effect: swap, state: 'confirmed' }).strong).toBe(
    'Changed for another: 2 × Mug, Sea, L for 2 × Mug, Sand.'
  );
  expect(changeWords({ kind: 'note', effect: { ...NO_EFFECT, kind: 'note' }, state: 'settled' }).strong).toBe('Note written.');
});

test('it can be taken back until its time is over, and only while it stands', () => {
  const undoUntil = new Date('2026-11-25T05:10:00Z');
  expect(undoWords({ undoUntil, state: 'confirmed' }, new Date('2026-11-25T05:00:00Z'), shown.zone)).toBe('until 10:40 am');
  expect(undoWords({ undoUntil, state: 'confirmed' }, undoUntil, shown.zone)).toBeUndefined();
  expect(undoWords({ undoUntil, state: 'undone' }, new Date('2026-11-25T05:00:00Z'), shown.zone)).toBeUndefined();
});
