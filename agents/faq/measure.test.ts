import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faqIndex, findAnswers, isSure } from '#lib/commerce/support/faq/find-answers.ts';
import { goods } from '#db/seed/goods.ts';
import { measure, paraphrases, questionsOf } from './measure.ts';

const [seen, unseen] = [paraphrases('seen'), paraphrases('unseen')];
const items = questionsOf(
  goods.map(({ handle, title, facts }) => ({
    id: handle,
    handle,
    title,
    version: 1,
    attributes: Object.fromEntries(facts.map(({ label, value }) => [`${label} (product.metafields.facts.${label})`, value]))
  }))
);

test('questions as people write them find their answer, when no word was chosen by them', () => {
  expect(unseen.length).toBeGreaterThanOrEqual(150);
  const { hit1, hit3, surePrecision, sureCoverage } = measure(items, unseen);
  expect(hit1).toBeGreaterThanOrEqual(0.85);
  expect(hit3).toBeGreaterThanOrEqual(0.95);
  expect(surePrecision).toBeGreaterThanOrEqual(0.95);
  expect(sureCoverage).toBeGreaterThanOrEqual(0.45);
});

test('no unseen question is a seen one, in whatever order its words are', () => {
  const wordsOf = ({ text }: { text: string }): string => (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).toSorted().join(' ');
  const known = new Set(seen.map(wordsOf));
  expect(unseen.filter((one) => known.has(wordsOf(one)))).toEqual([]);
  expect(new Set(unseen.map(wordsOf)).size).toBe(unseen.length);
});

test('what is about something else is answered with nothing of ours', () => {
  const index = faqIndex(items);
  const others = readFileSync(new URL('../utterances/out_of_scope.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  expect(others.length).toBeGreaterThan(200);
  const answered = others.filter((line) => isSure(findAnswers(index, line)));
  expect(answered.length / others.length).toBeLessThanOrEqual(0.01);
});

test('each paraphrase asks for an answer that there is, and no answer asks for itself', () => {
  const ids = new Set(items.map(({ id }) => id));
  expect([...seen, ...unseen].filter(({ expected }) => !ids.has(expected))).toEqual([]);
  const said = new Set(items.flatMap(({ question, alsoAsked }) => [question, ...alsoAsked]).map((text) => text.toLowerCase()));
  expect([...seen, ...unseen].filter(({ text }) => said.has(text.toLowerCase()))).toEqual([]);
});
