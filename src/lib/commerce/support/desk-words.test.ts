import { expect, test } from 'vitest';
import { cardWords, effectLines, toolWords } from './desk-words.ts';

test('an effect is spelled out with every value that it has, and without what is nothing', () => {
  const effect = { order: 'MZ-1', back: [{ how: 'bank', amountMinor: 90_000 }], more: null, isEnd: true, isUndoable: false, freed: [] };
  expect(effectLines(effect, 'INR')).toEqual([
    { label: 'Order', text: 'MZ-1' },
    { label: 'How', text: 'bank' },
    { label: 'Amount', text: '₹900' },
    { label: 'Is end', text: 'yes' }
  ]);
});

test('a tool that has no words yet is called by its name, and a card is one line', () => {
  expect(toolWords('water_plants')).toBe('water plants');
  expect(cardWords({ type: 'choices', choices: [{ label: 'Cancel', say: 'cancel it' }] })).toBe('Choices: Cancel');
});
