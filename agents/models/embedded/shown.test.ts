import { expect, test } from 'vitest';
import { shownSaid } from './shown.ts';

const lamps = ['Gumbad table lamp, Chalk', 'Gumbad table lamp, Marigold', 'Paper lamp, Chalk'];

test.each([
  ['Gumbad table lamp, Chalk', lamps[0]],
  ['the marigold one please', lamps[1]],
  ['second', lamps[1]],
  ['the first one', lamps[0]],
  // Two of them are of chalk.
  ['chalk', undefined],
  ['where is my lamp', undefined],
  ['no', undefined],
  ['', undefined]
])('%s', (text, meant) => expect(shownSaid(text, lamps)).toBe(meant));

test('a number that stands on a button is that button, and no place in the row', () => {
  expect(shownSaid('2', ['3 tiers', '2 tiers'])).toBe('2 tiers');
});
