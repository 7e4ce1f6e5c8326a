import { expect, test } from 'vitest';
import { heldWords, lineWords, mayJoin, placeWords, type QueueView } from './queue.ts';

const told = { now: '2026-11-25T05:00:00Z', zone: 'Asia/Kolkata' };
const view: QueueView = { free: 0, held: 1, heldUntil: '2026-11-25T08:37:00Z', waiting: 0, mine: null, missed: false, inCart: false };

test('what is left and held is said with its clock', () => {
  expect(heldWords(view, told)).toBe('1 left, held until 2:07 pm.');
  expect(heldWords({ ...view, held: 2 }, told)).toBe('2 left, both held; the first until 2:07 pm.');
  expect(heldWords({ ...view, held: 3 }, told)).toBe('3 left, all held; the first until 2:07 pm.');
  expect(heldWords({ ...view, free: 1 }, told)).toBe('2 left, 1 held until 2:07 pm.');
  expect(heldWords({ ...view, held: 0 }, told)).toBe('');
});

test('a place in line is a number of people', () => {
  expect([0, 1, 4].map(placeWords)).toEqual(['You are next.', 'One stands before you.', '4 stand before you.']);
  expect([0, 1, 4].map(lineWords)).toEqual([
    'Nobody waits for it: you would be next.',
    'One waits for it already.',
    '4 wait for it already.'
  ]);
});

test('one stands in line for what others hold, and for nothing else', () => {
  expect(mayJoin(view)).toBe(true);
  expect(mayJoin({ ...view, held: 0 })).toBe(false);
  expect(mayJoin({ ...view, free: 1 })).toBe(false);
  expect(mayJoin({ ...view, mine: { state: 'waiting', ahead: 0, until: '2026-11-26T05:00:00Z' } })).toBe(false);
});
