import { expect, test } from 'vitest';
import { intentsOptions } from './intents-options.ts';

test('a file is judged, with aliases and as JSON when asked', () => {
  expect(intentsOptions(['a.jsonl'])).toEqual({ does: 'judge', file: 'a.jsonl', aliases: undefined, json: false });
  expect(intentsOptions(['--json', 'a.jsonl', '--aliases', 'b.json'])).toEqual({
    does: 'judge',
    file: 'a.jsonl',
    aliases: 'b.json',
    json: true
  });
  expect(intentsOptions(['--list'])).toEqual({ does: 'list' });
});

test.each([[[]], [['a', 'b']], [['--list', 'a']], [['a', '--aliases']], [['a', '--loud']]])('%j is refused with how it is meant', (args) =>
  expect(() => intentsOptions(args)).toThrow('npm run support:intents')
);
