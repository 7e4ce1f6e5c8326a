import { expect, test } from 'vitest';
import { labelledLines } from './labelled-lines.ts';

test('lines are read with what is right for their label', () => {
  const file = '\uFEFF{"text":"hi","intent":"greeting"}\r\n\n{"text":"no","intent":"nay","id":7}\n';
  expect(labelledLines(file, { nay: ['deny'] })).toEqual({
    messages: [
      { text: 'hi', label: 'greeting', right: ['greeting'] },
      { text: 'no', label: 'nay', right: ['deny'] }
    ],
    faults: []
  });
});

test.each([
  ['{"text":', 'is no JSON object'],
  ['"hi"', 'is no JSON object'],
  ['null', 'is no JSON object'],
  ['{"intent":"deny"}', 'has no text'],
  ['{"text":" ","intent":"deny"}', 'has no text'],
  ['{"text":"no"}', 'has no intent'],
  ['{"text":"no","intent":4}', 'has no intent'],
  ['{"text":"no","intent":"nay"}', 'has the intent nay, which is not ours (--list) and no alias (--aliases)']
])('%s is left out and named', (line, problem) => {
  expect(labelledLines(`\n${line}\n{"text":"hi","intent":"greeting"}`, {})).toMatchObject({
    messages: [{ text: 'hi' }],
    faults: [{ line: 2, problem }]
  });
});
