import { clusterQuestions, type Cluster } from './cluster-questions.ts';
import type { AnsweredOnce } from './answered-in-talks.ts';
import type { FaqItem, FaqSource, ProductMark } from './faq-item.ts';
import { faqIndex, findAnswers, isNamed, isSure, type FaqIndex } from './find-answers.ts';
import { faqWords } from './faq-words.ts';
import type { FaqEntryState } from './faq-entry.machine.ts';
import { FEWEST_COUNTED, hasMoved, statisticWords, type Statistic } from './statistics.ts';
import type { WithdrawnReason } from './still-true.ts';

export type FaqDraft = { question: string; answer: string; asked: number; restsOn: FaqSource; messageIds: string[] };
/** What was made of questions before: those of one that stands, was rejected or taken away by hand are not made into another. */
export type EntryBefore = { state: FaqEntryState; reason: WithdrawnReason | null; restsOn: FaqSource; messageIds: readonly string[] };

/** From here on what a person said may be what a rule says, and is doubtful when the rule is another. */
const NEAR_A_RULE = 0.45;

const isSettled = ({ state, reason }: EntryBefore): boolean => state !== 'withdrawn' || reason === 'by-hand';

type Known = { live: readonly FaqItem[]; products: readonly ProductMark[] };

/** Questions that several asked and a person answered, each as a draft: answered by what the shop knows where it does, else by the person's words. */
export function draftsFromTalks(answered: readonly AnsweredOnce[], { live, products }: Known): FaqDraft[] {
  const index = faqIndex(live);
  return clusterQuestions(answered).map((cluster) => draftOf(cluster, index, products));
}

/** Those that nobody drafted yet. A figure is offered again when it has moved from what was said or rejected. */
export function notInHand(drafts: readonly FaqDraft[], before: readonly EntryBefore[]): FaqDraft[] {
  const settled = before.filter(isSettled);
  const known = new Set(settled.flatMap(({ messageIds }) => messageIds));
  return drafts.filter(({ messageIds, restsOn }) => {
    if (restsOn.what !== 'statistic' || messageIds.length > 0) return !messageIds.some((id) => known.has(id));
    return !settled.some((one) => one.restsOn.what === 'statistic' && one.restsOn.name === restsOn.name && !hasMoved(one.restsOn, restsOn));
  });
}

function draftOf({ medoid, members }: Cluster<AnsweredOnce>, index: FaqIndex, products: readonly ProductMark[]): FaqDraft {
  const found = findAnswers(index, medoid.question);
  const [nearest] = found;
  const common = {
    question: asQuestion(medoid.question),
    asked: new Set(members.map(({ whose }) => whose)).size,
    messageIds: members.map(({ messageId }) => messageId)
  };
  if (nearest && isSure(found)) return { ...common, answer: nearest.item.answer, restsOn: nearest.item.source };
  const words = new Set(faqWords(medoid.question));
  const rule = found.flatMap(({ item: { source }, score }) => (source.what === 'policy' && score >= NEAR_A_RULE ? [source] : []))[0];
  const restsOn: FaqSource = {
    what: 'person',
    at: medoid.at,
    product: products.find(({ title }) => isNamed(title, words)) ?? null,
    policy: rule ? { profile: rule.profile, version: rule.version, rule: rule.rule } : null
  };
  return { ...common, answer: medoid.reply, restsOn };
}

const asQuestion = (text: string): string => {
  const plain = text.replace(/[\s.!,;:]+$/, '');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${plain.endsWith('?') ? '' : '?'}`;
};

/** A figure is offered when there is enough to count. */
export const draftsFromStatistics = (statistics: readonly Statistic[]): FaqDraft[] =>
  statistics
    .filter(({ count }) => count >= FEWEST_COUNTED)
    .map((statistic) => {
      const { question, answer } = statisticWords(statistic);
      return { question, answer, asked: 0, restsOn: { what: 'statistic', ...statistic }, messageIds: [] };
    });
