import { expect, test } from 'vitest';
import { patternOf, verdictOf, withoutGuard } from './mutant.ts';

const mutant = { guard: 'once', file: 'x.ts', find: 'if (used) refuse();', replace: '' };
const reportOf = (...statuses: string[]) => ({
  testResults: [{ status: 'failed', assertionResults: statuses.map((status) => ({ status, title: 'x' })) }]
});

test('the guard is taken out where it stands', () => {
  expect(withoutGuard('a(); if (used) refuse(); b();', mutant)).toBe('a();  b();');
});

test.each(['a();', 'if (used) refuse(); if (used) refuse();'])('words that stand there not once (%s) are no mutant', (text) => {
  expect(() => withoutGuard(text, mutant)).toThrow(/"once" stand \d times in x\.ts/);
});

test('what replaces the guard is taken as it is written', () => {
  expect(withoutGuard('1;if (used) refuse();', { ...mutant, replace: "$&$'" })).toBe("1;$&$'");
});

test('only a failed test is red; a file that was not loaded, or whose tests were all left out, shows nothing', () => {
  expect(verdictOf(reportOf('passed', 'failed'))).toBe('red');
  expect(verdictOf(reportOf('passed', 'skipped'))).toBe('green');
  expect(verdictOf(reportOf('skipped'))).toBe('nothing ran');
  expect(verdictOf(reportOf())).toBe('nothing ran');
});

test('names are words, not patterns, and one mutant that wants the whole file gets it', () => {
  expect(patternOf([{ named: 'a (b)' }, { named: 'c?' }, { named: 'c?' }])).toBe('a \\(b\\)|c\\?');
  expect(patternOf([{ named: 'a' }, {}])).toBeUndefined();
});
