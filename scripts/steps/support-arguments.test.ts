import { expect, test } from 'vitest';
import { supportArguments } from './support-arguments.ts';

test('a call names its tool, who asks, what it is told, and whether it is confirmed at once', () => {
  const call = { what: 'call', name: 'cancel', as: 'guest:MZ-1', args: { a: 1 }, approve: true };
  expect(supportArguments(['cancel', '--as', 'guest:MZ-1', '--args', '{"a":1}', '--approve'])).toEqual(call);
  expect(supportArguments(['my_orders', '--as', 'anonymous'])).toMatchObject({ args: {}, approve: false });
  expect([supportArguments(['--list']), supportArguments(['--batch'])]).toEqual([{ what: 'list' }, { what: 'batch' }]);
});

test('what cannot be meant is said in words', () => {
  expect(() => supportArguments([])).toThrow('Say which tool');
  expect(() => supportArguments(['cancel'])).toThrow('Say as whom');
  expect(() => supportArguments(['cancel', '--as', 'anonymous', '--args', '{'])).toThrow('is no JSON');
  expect(() => supportArguments(['cancel', '--for', 'anonymous'])).toThrow('--for');
});
