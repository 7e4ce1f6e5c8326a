import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTestInstrument, lastFour, passesLuhn, testInstruments } from './test-instruments.ts';

describe('the table of test instruments', () => {
  test('every behaviour can be tried by UPI and by card, each under one handle', () => {
    const of = (method: string) => testInstruments.filter((known) => known.method === method).map((known) => known.behaviour);
    expect(of('upi')).toEqual(of('card'));
    expect(new Set(testInstruments.map((known) => known.handle)).size).toBe(testInstruments.length);
    expect(new Set(of('upi')).size).toBe(of('upi').length);
  });

  test('every card number of the table has a right check digit', () => {
    for (const { handle } of testInstruments.filter((known) => known.method === 'card')) expect(passesLuhn(handle)).toBe(true);
  });

  test('a handle is found as people type it, and only for its own method', () => {
    expect(findTestInstrument('upi', ' OK@mez ')?.behaviour).toBe('approve');
    expect(findTestInstrument('card', '4646 4646-4646 0204')?.behaviour).toBe('decline');
    expect(findTestInstrument('card', 'ok@mez')).toBeUndefined();
    expect(findTestInstrument('upi', 'someone@bank')).toBeUndefined();
  });
});

describe('a card number', () => {
  test('with one wrong digit never passes', () => {
    const card = testInstruments.find((known) => known.method === 'card')!.handle;
    fc.assert(
      fc.property(fc.nat(15), fc.integer({ min: 1, max: 9 }), (place, add) => {
        const wrong = (Number(card[place]) + add) % 10;
        expect(passesLuhn(card.slice(0, place) + wrong + card.slice(place + 1))).toBe(false);
      })
    );
  });

  test('of any digits has exactly one right check digit', () => {
    const start = fc.stringMatching(/^\d{12,18}$/);
    fc.assert(
      fc.property(start, (digits) => {
        expect([...Array(10).keys()].filter((last) => passesLuhn(`${digits}${last}`))).toHaveLength(1);
      })
    );
  });

  test.each(['', '4646', 'ok@mez', '46464646464601050000', '４６４６464646460105'])('%j is none', (typed) => {
    expect(passesLuhn(typed)).toBe(false);
  });

  test('keeps four digits and no more', () => {
    expect(lastFour('4646 4646 4646 0105')).toBe('•••• 0105');
  });
});
