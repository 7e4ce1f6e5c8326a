import { readFileSync } from 'node:fs';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { ownItems } from '#lib/commerce/support/faq/faq-items.ts';
import type { FaqItem, StatisticName } from '#lib/commerce/support/faq/faq-item.ts';
import { faqIndex, findAnswers, isSure } from '#lib/commerce/support/faq/find-answers.ts';
import { statisticWords } from '#lib/commerce/support/faq/statistics.ts';

export type Paraphrase = { expected: string; text: string };
/** `sure`: of those answered without asking, how many rightly. */
export type Measured = { n: number; hit1: number; hit3: number; surePrecision: number; sureCoverage: number; missed: string[] };

/** Questions in words of people. `seen`: looked at while words and weights were chosen. `unseen`: only ever counted, and never to be chosen by. */
export const paraphrases = (which: 'seen' | 'unseen'): Paraphrase[] =>
  readParaphrases(readFileSync(new URL(`./${which}.txt`, import.meta.url), 'utf8'));

/** Lines below `# id` ask for that answer. */
function readParaphrases(text: string): Paraphrase[] {
  let expected = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('# ')) expected = line.slice(2).trim();
    return line.trim() === '' || line.startsWith('# ') ? [] : [{ expected, text: line.trim() }];
  });
}

const COUNTED: [StatisticName, number][] = [
  ['delivery.city', 1],
  ['delivery.region', 2],
  ['delivery.nation', 4],
  ['delivery.far', 6],
  ['too-small', 12]
];

/** All that a shop answers which has our terms, these goods and some history. */
export function questionsOf(goods: Parameters<typeof ownItems>[1]): FaqItem[] {
  const policy = { profile: 'standard', version: 1, terms: standardPolicy };
  const counted = COUNTED.map(([name, value]): FaqItem => {
    const times = { since: '2026-10-01T00:00:00Z', at: '2026-11-26T00:00:00Z' };
    const source = { what: 'statistic' as const, name, value, count: 200, ...times };
    return { id: `statistic:${name}`, group: 'delivery', ...statisticWords(source), source, approved: null };
  });
  return [...ownItems(policy, goods), ...counted];
}

export function measure(items: readonly FaqItem[], asked: readonly Paraphrase[]): Measured {
  const index = faqIndex(items);
  const judged = asked.map(({ expected, text }) => {
    const found = findAnswers(index, text);
    const at = found.findIndex(({ item }) => item.id === expected);
    return { at, sure: isSure(found), missed: at === 0 ? [] : [`${text} → ${found[0]?.item.id ?? 'nothing'}, not ${expected}`] };
  });
  const sure = judged.filter((one) => one.sure);
  const share = (some: number, of: number): number => (of === 0 ? 0 : some / of);
  return {
    n: judged.length,
    hit1: share(judged.filter(({ at }) => at === 0).length, judged.length),
    hit3: share(judged.filter(({ at }) => at !== -1).length, judged.length),
    surePrecision: share(sure.filter(({ at }) => at === 0).length, sure.length),
    sureCoverage: share(sure.length, judged.length),
    missed: judged.flatMap(({ missed }) => missed)
  };
}
