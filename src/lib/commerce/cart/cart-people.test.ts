import { expect, test } from 'vitest';
import { addedByText, hereText, newsText } from './cart-people.ts';
import type { CartVisitor, PlacedAuthor } from './cart-snapshot.ts';

const me: PlacedAuthor = { role: 'shopper', name: null, channel: 'web', nodeId: null, nodeName: null, device: 'computer' };
const phone = { ...me, device: 'phone' };
const asha: PlacedAuthor = { ...me, role: 'staff', name: 'Asha', nodeId: 'blr-indiranagar', nodeName: 'Indiranagar', device: null };
const priya = { ...me, link: 'Priya' };
const latest = (by: PlacedAuthor) => ({ id: '1', by, words: 'added Mug', at: '2026-11-25T05:00:00Z' });

test('a change of somebody else is told with who and where', () => {
  expect(newsText(latest(asha), 'owner')).toBe('Asha added Mug at Indiranagar.');
  expect(newsText(latest(priya), 'owner')).toBe('Priya added Mug.');
  expect(newsText(latest({ ...me, link: '' }), 'owner')).toBe('Somebody with your link added Mug.');
  expect(newsText(latest(phone), 'owner')).toBe('You added Mug on your phone.');
  expect(newsText(latest(phone), 'other')).toBe('The shopper added Mug on their phone.');
});

test('what was done at a kiosk is the shopper’s own, and says where', () => {
  const kiosk = { ...me, device: 'kiosk', nodeId: 'blr-indiranagar', nodeName: 'Indiranagar' };
  expect(newsText(latest(kiosk), 'owner')).toBe('You added Mug at the kiosk at Indiranagar.');
  expect(newsText(latest(kiosk), 'other')).toBe('The shopper added Mug at the kiosk at Indiranagar.');
  expect(addedByText(kiosk, phone, 'owner')).toBe('Added at the kiosk at Indiranagar');
  const there = {
    label: '',
    role: 'owner',
    terminal: 'the kiosk at Indiranagar',
    device: 'kiosk',
    nodeName: 'Indiranagar',
    since: ''
  } as const;
  expect(hereText([there], phone, 'owner')).toBe('Also open: the kiosk at Indiranagar');
  expect(hereText([there], asha, 'other')).toBe('Also open: the kiosk at Indiranagar');
});

test('a line says who put it in when it was not whoever reads', () => {
  expect(addedByText(me, me, 'owner')).toBeUndefined();
  expect(addedByText(asha, me, 'owner')).toBe('Asha added this at Indiranagar');
  expect(addedByText(phone, me, 'owner')).toBe('Added on your phone');
  expect(addedByText(phone, asha, 'other')).toBe('The shopper added this');
  expect(addedByText(priya, priya, 'other')).toBeUndefined();
});

test('who else is there is said once each', () => {
  const visitor = (more: Partial<CartVisitor>): CartVisitor => ({
    label: '',
    role: 'owner',
    terminal: null,
    device: 'phone',
    nodeName: null,
    since: '2026-11-25T05:00:00Z',
    ...more
  });
  const till = visitor({ role: 'staff', label: 'Asha', terminal: 'till 2', nodeName: 'Indiranagar', device: null });
  expect(hereText([], me, 'owner')).toBeUndefined();
  expect(hereText([visitor({}), till, visitor({})], me, 'owner')).toBe('Also open: your phone, till 2 by Asha');
  expect(hereText([visitor({ device: 'computer' })], me, 'owner')).toBe('Also open: another window of yours');
  expect(hereText([visitor({}), visitor({ role: 'link', label: 'Priya' })], asha, 'other')).toBe('Also open: the shopper’s phone, Priya');
});
