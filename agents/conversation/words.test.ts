import { expect, test } from 'vitest';
import type { Answer } from '../answer.ts';
import { cardsOf } from './cards.ts';
import { wordsOf } from './words.ts';

const now = new Date('2026-11-25T05:00:00Z');
const step = (name: string, effect: object) => {
  const answer: Answer = { decision: 'done', code: null, rule: null, effect, facts: [] };
  return { name, args: {}, answer };
};
const said = (name: string, effect: object): string => wordsOf(step(name, effect), { language: 'en', now });
const shelf = (store: string, available: number | null, option = 'Chalk') => {
  return { store, options: [option], available, since: now.toISOString(), ageSeconds: 60 };
};
const storesOf = (effect: object) =>
  cardsOf([step('stock_at_store', effect)], now).map((card) => (card.type === 'store' ? card.name : card.type));

test('of what lies where, what there is comes first, a few get a card, and the rest is one sentence', () => {
  const shelves = [
    shelf('Bandra', 0),
    shelf('Pune', 2),
    shelf('Delhi', 0),
    shelf('Agra', 1),
    shelf('Goa', null),
    shelf('Kochi', 3),
    shelf('Surat', 0)
  ];
  const effect = { title: 'Paper Lamp', shelves };
  expect(said('stock_at_store', effect)).toMatch(
    /^Paper Lamp\. Pune: 2 .*Agra: 1 .*Goa: there .*1 more has some\. And 3 more, none of them here now\.$/
  );
  expect(storesOf(effect)).toEqual(['Pune', 'Agra', 'Goa']);
});

test('where there is none at all, one card says what was looked at', () => {
  const effect = { title: 'Paper Lamp', shelves: [shelf('Bandra', 0), shelf('Pune', 0)] };
  expect(said('stock_at_store', effect)).toBe('Paper Lamp is in none of these stores at the moment.');
  expect(storesOf(effect)).toEqual(['Bandra']);
});

test('one store is told in full, several by what tells them apart', () => {
  const store = (name: string) => {
    const today = { opens: '2026-11-25T04:30:00Z', closes: '2026-11-25T15:30:00Z' };
    return { store: name, name, address: `1 ${name} Street`, phone: '+91 80 5550 0151', isOpenNow: true, today, timeZone: 'Asia/Kolkata' };
  };
  expect(said('store_hours', { stores: [store('Pune')] })).toMatch(/^Pune, 1 Pune Street\. Open now\. .*\+91 80 5550 0151$/);
  const many = said('store_hours', { stores: ['Pune', 'Agra', 'Goa', 'Kochi'].map(store) });
  expect(many).not.toContain('Street');
  expect(many).toMatch(/^Pune: Open now\. .*Goa: .*And 1 more: name a town or a store\.$/);
});

test('of more orders than are told it is said how many', () => {
  const order = {
    number: 'MZ-7K2M9QX4RD',
    what: '1 × Mug',
    placedAt: now.toISOString(),
    currency: 'INR',
    totalMinor: 100,
    life: 'confirmed'
  };
  expect(said('my_orders', { orders: [order, order, order, order, order] })).toMatch(/And 2 more\.$/);
});
