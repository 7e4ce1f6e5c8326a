import { expect, test } from 'vitest';
import { benchOptions, SECTIONS } from './options.ts';

test('without a word everything is measured, three rounds of five seconds', () => {
  expect(benchOptions([])).toEqual({ json: false, save: false, quick: false, only: [...SECTIONS], rounds: 3, seconds: 5 });
});

test('a quick run is one short round, unless told otherwise', () => {
  expect(benchOptions(['--quick'])).toMatchObject({ quick: true, rounds: 1, seconds: 1 });
  expect(benchOptions(['--quick', '--rounds', '2'])).toMatchObject({ rounds: 2, seconds: 1 });
});

test('sections keep their order, whichever way they were named', () => {
  expect(benchOptions(['--only', 'live,purchase']).only).toEqual(['purchase', 'live']);
});

test.each([
  [['--only', 'coffee'], 'There is no benchmark called coffee'],
  [['--seconds', 'two'], '--seconds takes a number from 1 to 600'],
  [['--rounds', '0'], '--rounds takes a number from 1 to 600'],
  [['--loud'], 'loud']
])('%j is refused in one sentence', (args, sentence) => {
  expect(() => benchOptions(args)).toThrow(sentence);
});
