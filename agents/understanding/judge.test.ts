import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import type { Guess } from './model.ts';

const answers: Record<string, Guess[]> = {
  'sure and right': [{ intent: 'cancel_order', share: 0.9 }],
  'sure and wrong': [
    { intent: 'cancel_order', share: 0.8 },
    { intent: 'deny', share: 0.1 }
  ],
  unsure: [
    { intent: 'return_item', share: 0.4 },
    { intent: 'policy', share: 0.3 },
    { intent: 'deny', share: 0.2 },
    { intent: 'review', share: 0.1 }
  ]
};
const guess = (text: string) => answers[text] ?? [];

test('counts the first, the first three and what would be acted on', () => {
  const verdict = judge(
    [
      { text: 'sure and right', label: 'cancel', right: ['cancel_order'] },
      { text: 'sure and wrong', label: 'no', right: ['deny'] },
      { text: 'unsure', label: 'no', right: ['deny', 'affirm'] },
      { text: 'unsure', label: 'stars', right: ['review'] }
    ],
    guess
  );
  expect(verdict).toMatchObject({ n: 4, top1: 0.25, top3: 0.75, gatePrecision: 0.5, gateCoverage: 0.5 });
  expect(verdict.byIntent['no']).toEqual({ n: 2, top1: 0, top3: 1, takenFor: { cancel_order: 1, return_item: 1 } });
});

test('a label that several of ours answer to is right with each of them', () => {
  const both = { text: 'unsure', label: 'returns', right: ['policy', 'return_item'] as const };
  expect(judge([both], guess)).toMatchObject({ n: 1, top1: 1, top3: 1 });
});

test('of nothing every share is nought', () => {
  expect(judge([], guess)).toEqual({ n: 0, top1: 0, top3: 0, gatePrecision: 0, gateCoverage: 0, byIntent: {} });
});
