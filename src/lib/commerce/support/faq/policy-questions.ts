import { formatMoney } from '#lib/ui/money.ts';
import { policyAnswer, type PolicyTopic } from '../../policies/policy-answers.ts';
import type { Policy, PolicyProfile, ReturnMethod, ReturnTerms } from '../../policies/policy.ts';
import { methodWords, reasonLabels } from '../../returns/return-words.ts';
import type { FaqGroup, FaqItem } from './faq-item.ts';
import { POLICY_ASKED } from './policy-asked.ts';
import { listed, startWords, times } from '../../policies/policy-phrases.ts';

type Said = { question: string; answer: string };
/** `alsoAsked`: of a rule that `POLICY_ASKED` cannot know. */
type Rule = { group: FaqGroup; alsoAsked?: readonly string[]; say: (terms: PolicyProfile) => Said };

const topic = (name: PolicyTopic, group: FaqGroup): Rule => ({
  group,
  say(terms) {
    const { question, answer } = policyAnswer({ profile: '', version: 0, terms }, name);
    return { question, answer };
  }
});

const fee = (minor: number, currency: string): string => (minor === 0 ? 'costs nothing' : `costs ${formatMoney(minor, currency)}`);

/** One question for each sentence of the terms. Made of the terms whenever they are read, so it says what holds and nothing else. */
const RULES: Record<string, Rule> = {
  cancel: topic('cancel', 'ordering'),
  address: topic('address', 'ordering'),
  items: topic('items', 'ordering'),
  payment: topic('payment', 'ordering'),
  'returns.days': {
    group: 'returns',
    say: ({ returns }) => ({
      question: 'How long do I have to give something back?',
      answer:
        returns.days === null
          ? 'Nothing that was sold comes back, unless something is wrong with it.'
          : `${returns.days} days from ${startWords(returns.from)}. The page of your order says the very day.`
    })
  },
  returns: topic('returns', 'returns'),
  'returns.fees': {
    group: 'returns',
    say: ({ returns, currency }) => ({
      question: 'What does it cost to give something back?',
      answer: `${returns.methods.map((one) => `${methodWords[one].label}: ${fee(returns.fees[one], currency)}`).join('. ')}. If something is our fault, no way costs anything.`
    })
  },
  'returns.reasons': {
    group: 'returns',
    say: ({ returns }) => ({
      question: 'For what reasons can I give something back?',
      answer: `${returns.reasons.map((reason) => reasonLabels[reason]).join('; ')}.`
    })
  },
  'returns.damaged': {
    group: 'returns',
    say: ({ returns, currency }) => ({
      question: 'What if it came damaged, or is not what I ordered?',
      answer: damagedWords(returns, currency)
    })
  },
  'returns.store': way('store', 'Can I bring it back to a store?'),
  'returns.qr': way('qr', 'Can I send it back without a printer?'),
  'returns.home': way('home', 'Can it be fetched from my door?'),
  'returns.send': {
    group: 'returns',
    say: ({ limits }) => ({
      question: 'By when do I have to send it off, once a return is approved?',
      answer: `Within ${limits.sendWithinDays} days. After that the return is let go, and you can ask for it again as long as its days are not over.`
    })
  },
  refund: topic('refund', 'money'),
  'refund.to': {
    group: 'money',
    say: ({ returns }) => ({ question: 'Where does my money go when I give something back?', answer: refundWays(returns) })
  },
  'refund.bringing': {
    group: 'money',
    say: ({ returns }) => ({
      question: 'Do I get back what delivery cost?',
      answer: `When something is our fault, yes.${returns.bringingBack === 'whole-order' ? ' And when all of an order comes back.' : ' Else it is not given back.'}`
    })
  },
  exchange: topic('exchange', 'returns'),
  'limits.times': {
    group: 'returns',
    say: ({ limits }) => ({
      question: 'How often can I give back or exchange things of one order?',
      answer: `${often('Given back', limits.mostReturns)}; ${often('exchanged', limits.mostExchanges)}.`
    })
  },
  'limits.receipt': {
    group: 'returns',
    say: ({ limits, currency }) => ({ question: 'Can I give something back without a receipt?', answer: receiptWords(limits, currency) })
  }
};

const often = (what: string, most: number | null): string => (most === null ? `${what} as often as you like` : `${what} ${times(most)}`);

function way(method: ReturnMethod, question: string): Rule {
  const say = ({ returns, currency }: PolicyProfile): Said => ({
    question,
    answer: returns.methods.includes(method)
      ? `Yes. ${methodWords[method].note} It ${fee(returns.fees[method], currency)}.`
      : `No. What is possible: ${listed(returns.methods.map((one) => methodWords[one].label.toLowerCase()))}.`
  });
  return { group: 'returns', say };
}

function damagedWords({ photoFor, keeps }: ReturnTerms, currency: string): string {
  const photo =
    photoFor.length > 0 ? ` A photo is needed for: ${photoFor.map((reason) => reasonLabels[reason].toLowerCase()).join('; ')}.` : '';
  const all = keeps.find(({ percent, reasons }) => percent === 100 && reasons.includes('damaged'));
  const keep = all ? ` Below ${formatMoney(all.belowMinor, currency)} you get all of your money and keep it.` : '';
  return `Tell us on the page of your order, and give it back at no cost or have another.${photo}${keep}`;
}

function refundWays({ refundTo, bonusPercent }: ReturnTerms): string {
  const credit = bonusPercent > 0 ? `, which is ${bonusPercent} % more` : '';
  const ways = refundTo.map((to) => (to === 'original' ? 'the way you paid' : `your store credit${credit}`));
  return `It goes back ${refundTo[0] === 'original' ? '' : 'to '}${listed(ways)}.`;
}

function receiptWords({ creditWithoutPurchaseMinor: most }: PolicyProfile['limits'], currency: string): string {
  const found =
    'Yes. On the page of your order no receipt is asked for, and at a counter we look for the purchase by your phone number or your card.';
  if (most === null) return `${found} What is not found is not taken back.`;
  return `${found} Where it is not found, a manager may give store credit of at most ${formatMoney(most, currency)}.`;
}

/** What lies in a category that has terms of its own is asked about by itself. */
function ofCategories({ terms }: Policy): [rule: string, Rule][] {
  return Object.entries(terms.byCategory).map(([category, own]) => {
    const name = category.split(' > ').at(-1) ?? category;
    const said = policyAnswer({ profile: '', version: 0, terms: { ...terms, returns: { ...terms.returns, ...own } } }, 'returns');
    const say = (): Said => ({ question: `Can I give back things from ${name}?`, answer: said.answer });
    return [`returns.${category}`, { group: 'returns', alsoAsked: [`return ${name}`], say }];
  });
}

export function policyQuestions(policy: Policy): FaqItem[] {
  return [...Object.entries(RULES), ...ofCategories(policy)].map(([rule, { group, alsoAsked = POLICY_ASKED[rule] ?? [], say }]) => ({
    id: `policy:${rule}`,
    group,
    ...say(policy.terms),
    alsoAsked,
    source: { what: 'policy', profile: policy.profile, version: policy.version, rule },
    approved: null
  }));
}
