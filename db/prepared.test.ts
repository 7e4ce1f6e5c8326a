import { expect, test } from 'vitest';
import { statementNames } from './prepared.ts';

test('what has come three times has a name, and keeps it', () => {
  const names = statementNames();
  expect(['a', 'a', 'a', 'b', 'a', 'b', 'b'].map((text) => names.of(text))).toEqual([
    undefined,
    undefined,
    's1',
    undefined,
    's1',
    undefined,
    's2'
  ]);
});

test('texts without end have no names without end', () => {
  const names = statementNames();
  const given = new Set<string | undefined>();
  for (let n = 0; n < 10_000; n++) for (let time = 0; time < 3; time++) given.add(names.of(`insert of ${n}`));
  expect(given.size - 1).toBe(400);
  expect(names.of('insert of 1')).toBe('s2');
  expect(names.of('insert of 9999')).toBeUndefined();
});

test('what is renewed has another name, which no other has', () => {
  const names = statementNames();
  for (let time = 0; time < 3; time++) names.of('a');
  names.renew('a', 's1');
  // A second connection that meets the same fault has no other wish.
  names.renew('a', 's1');
  expect(names.of('a')).toBe('s2');
  for (let time = 0; time < 3; time++) names.of('b');
  expect(names.of('b')).toBe('s3');
});
