import { expect, test } from 'vitest';
import { corrected } from './corrections.ts';

test.each([
  ['no wait, not the kettle, cancel the mug', 'cancel the mug'],
  ['sorry, make that 2 December', 'make that 2 December'],
  ['actually I want to return it', 'I want to return it'],
  ['oops i meant the blue one', 'the blue one'],
  ['sorry, MZ-7K2M9QX4RD', 'MZ-7K2M9QX4RD'],
  ['no, not that one', 'no, not that one'],
  ['no', 'no'],
  ['sorry', 'sorry'],
  ['wait', 'wait'],
  ['not the kettle, cancel the mug', 'cancel the mug'],
  ['where is my order', 'where is my order']
])('%s', (text, meant) => expect(corrected(text)).toBe(meant));
