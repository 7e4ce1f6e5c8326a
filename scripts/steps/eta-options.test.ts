import { expect, test } from 'vitest';
import { etaOptions } from './eta-options.ts';

test('a file is enough; the target and the period are options', () => {
  expect(etaOptions(['a.csv'])).toEqual({ file: 'a.csv', target: 0.9, from: undefined, json: false });
  expect(etaOptions(['a.csv', '--target', '0.93', '--from', '2018-03-01', '--json'])).toEqual({
    file: 'a.csv',
    target: 0.93,
    from: Date.parse('2018-03-01T00:00:00Z'),
    json: true
  });
});

test('what cannot be meant is refused in a sentence', () => {
  expect(() => etaOptions([])).toThrow('Name one file: npm run eta');
  expect(() => etaOptions(['a.csv', 'b.csv'])).toThrow('Name one file');
  expect(() => etaOptions(['a.csv', '--target', '93'])).toThrow('from 0.5 to 0.99');
  expect(() => etaOptions(['a.csv', '--from', 'spring'])).toThrow('as in 2018-03-01');
  expect(() => etaOptions(['a.csv', '--goal', '1'])).toThrow('--goal');
});
