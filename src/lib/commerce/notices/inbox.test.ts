import { expect, test } from 'vitest';
import { answersTo, shownNotice, type KeptNotice } from './inbox.ts';

const later: KeptNotice = {
  id: 'n',
  orderId: 'o',
  number: 'MZ-1',
  kind: 'promise',
  title: 'It comes later: Thu 26 Nov',
  words: 'The carrier is late.',
  at: new Date('2026-11-25T05:00:00Z'),
  readAt: null,
  reason: 'delayed',
  was: null,
  now: null,
  returnId: null,
  undoUntil: null,
  fulfilmentOrderId: 'p',
  isAsked: false,
  mayChange: true
};

test('a day that moved may be answered as long as nobody has begun with the parcel', () => {
  expect(answersTo(later, '/orders/k')).toEqual([{ href: '/orders/k/change/p', label: 'Change how it comes' }]);
  expect(answersTo({ ...later, mayChange: false }, '/orders/k')).toEqual([]);
  expect(answersTo({ ...later, kind: 'money' }, '/orders/k')).toEqual([]);
});

test('a change leads to where it is taken back, until when that is possible, and then nowhere', () => {
  const changed: KeptNotice = { ...later, kind: 'change', fulfilmentOrderId: null, mayChange: false, undoUntil: '2026-11-25T05:10:00Z' };
  expect(answersTo(changed, '/orders/k')).toEqual([{ href: '/orders/k#changes', label: 'Undo it, until 10:40 am' }]);
  expect(answersTo({ ...changed, undoUntil: null }, '/orders/k')).toEqual([]);
});

test('an open question leads to where it is asked, and an answered one nowhere', () => {
  const asked: KeptNotice = { ...later, kind: 'choice', mayChange: false, isAsked: true };
  expect(answersTo(asked, '/orders/k')).toEqual([{ href: '/orders/k#choose-p', label: 'Choose how it goes on' }]);
  expect(answersTo({ ...asked, isAsked: false }, '/orders/k')).toEqual([]);
});

test('what nobody has read is marked', () => {
  expect(shownNotice(later, '/orders/k').isUnread).toBe(true);
  expect(shownNotice({ ...later, readAt: later.at }, '/orders/k').isUnread).toBe(false);
});
