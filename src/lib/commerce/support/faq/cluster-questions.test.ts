import { expect, test } from 'vitest';
import { clusterQuestions } from './cluster-questions.ts';

const ASKED = [
  'do you wrap things as a gift?',
  'can I have my order gift wrapped',
  'is gift wrapping possible',
  'gift wrap available?',
  'do you buy old furniture',
  'will you take my old furniture when you bring the sofa',
  'old furniture pick up when the new comes?',
  'who designed the lamp'
].map((question, at) => ({ messageId: `m${at}`, whose: `talk ${at}`, question }));

test('what several people ask is one question, in whatever order they come, and what one asks is none', () => {
  const clusters = clusterQuestions(ASKED);
  expect(clusters.map(({ members }) => members.map(({ messageId }) => messageId))).toEqual([
    ['m0', 'm1', 'm2', 'm3'],
    ['m4', 'm5', 'm6']
  ]);
  expect(clusters[0]?.medoid.question).toContain('gift');
  expect(clusterQuestions(ASKED.toReversed())).toEqual(clusters);
});

test('one person who asks four times is one asker', () => {
  expect(clusterQuestions(ASKED.slice(0, 4).map((one) => ({ ...one, whose: 'one talk' })))).toEqual([]);
  expect(clusterQuestions([])).toEqual([]);
});
