import type { FaqGroup } from '#lib/commerce/support/faq/faq-item.ts';
import type { Answer } from '../../answer.ts';
import { effectOf, type FaqWords } from '../../conversation/effects.ts';
import type { Intent } from '../../understanding/intents.ts';
import { told, type Call, type Ctx, type Part } from './dialog.ts';

const LONGEST = 500;

/** Which answers fit a wish, beside what others asked: a word that both have makes no answer of it. */
const GROUPS: Partial<Record<Intent, readonly FaqGroup[]>> = {
  policy: ['ordering', 'returns', 'money'],
  delivery_info: ['delivery'],
  payment_methods: ['money', 'ordering'],
  payment_issue: ['money'],
  warranty: ['returns'],
  account: [],
  newsletter: [],
  review: [],
  gift_card: [],
  invoice: [],
  promotion: [],
  place_order: [],
  out_of_scope: []
};

/** What our FAQ surely answers is said as it stands there; undefined where it does not. Without an intent any answer fits that is sure. */
export function* fromFaq(ctx: Ctx, words: string, intent?: Intent): Generator<Call, Part | undefined, Answer> {
  const groups = intent === undefined ? undefined : GROUPS[intent];
  if (intent !== undefined && groups === undefined) return undefined;
  const answer = yield { name: 'faq_search', args: { question: words.slice(0, LONGEST) } };
  if (answer.decision !== 'done') return undefined;
  const { isSure, answers } = effectOf<FaqWords>(answer);
  const [first] = answers;
  if (!isSure || first === undefined) return undefined;
  const fits = first.group === 'asked' || (groups?.includes(first.group) ?? true);
  return fits ? { words: told(ctx, 'faq_search', answer) } : undefined;
}
