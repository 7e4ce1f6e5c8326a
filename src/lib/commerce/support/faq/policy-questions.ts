import { formatMoney } from '#lib/ui/money.ts';
import { policyAnswer, type PolicyTopic } from '../../policies/policy-answers.ts';
import type { Policy, PolicyProfile, ReturnMethod, ReturnTerms } from '../../policies/policy.ts';
import { methodWords, reasonLabels } from '../../returns/return-words.ts';
import type { FaqGroup, FaqItem } from './faq-item.ts';
import { listed, startWords, times } from '../../policies/policy-phrases.ts';

type Said = { question: string; answer: string };
type Rule = { group: FaqGroup; alsoAsked: readonly string[]; say: (terms: PolicyProfile) => Said };

const topic = (name: PolicyTopic, group: FaqGroup, alsoAsked: readonly string[]): Rule => ({
  group,
  alsoAsked,
  say(terms) {
    const { question, answer } = policyAnswer({ profile: '', version: 0, terms }, name);
    return { question, answer };
  }
});

const fee = (minor: number, currency: string): string => (minor === 0 ? 'costs nothing' : `costs ${formatMoney(minor, currency)}`);

/** One question for each sentence of the terms. Made of the terms whenever they are read, so it says what holds and nothing else. */
const RULES: Record<string, Rule> = {
  cancel: topic('cancel', 'ordering', [
    'call off my order',
    'stop an order before it is sent',
    'order ko cancel kaise kare',
    'ordered too many, remove one',
    'no longer wanted, stop it before it goes out',
    'order wapas lena hai, abhi nahi nikla'
  ]),
  address: topic('address', 'ordering', [
    'wrong address on the order',
    'send it to another place',
    'pata galat hai, address badalna hai',
    'moved house after ordering',
    'deliver the order in another city instead'
  ]),
  items: topic('items', 'ordering', [
    'ordered the wrong size or colour',
    'change variant before it is sent',
    'order me dusra colour chahiye',
    'edit the things of an order',
    'picked the wrong size by mistake, before sending'
  ]),
  payment: topic('payment', 'ordering', [
    'switch payment method of a placed order',
    'pay online instead of cash after ordering',
    'order ke baad payment method change'
  ]),
  'returns.days': {
    group: 'returns',
    alsoAsked: [
      'return window',
      'return period in days',
      'how late can I still return',
      'return kitne din me kar sakte hai',
      'bought weeks ago, is it too late to return',
      'so many days after delivery, can it still be given back'
    ],
    say: ({ returns }) => ({
      question: 'How long do I have to give something back?',
      answer:
        returns.days === null
          ? 'Nothing that was sold comes back, unless something is wrong with it.'
          : `${returns.days} days from ${startWords(returns.from)}. The page of your order says the very day.`
    })
  },
  returns: topic('returns', 'returns', [
    'return process step by step',
    'start a return',
    'return kaise kare',
    'how are returns done',
    'explain the way to return'
  ]),
  'returns.fees': {
    group: 'returns',
    alsoAsked: [
      'return charges',
      'is returning free',
      'who pays for return shipping',
      'wapas bhejne ka kharcha',
      'does a return cost money',
      'who bears the courier cost of a return'
    ],
    say: ({ returns, currency }) => ({
      question: 'What does it cost to give something back?',
      answer: `${returns.methods.map((one) => `${methodWords[one].label}: ${fee(returns.fees[one], currency)}`).join('. ')}. If something is our fault, no way costs anything.`
    })
  },
  'returns.reasons': {
    group: 'returns',
    alsoAsked: [
      'return because I changed my mind or do not like it',
      'it does not fit, return it',
      'I do not like it',
      'return without a reason',
      'opened or used things',
      'looked different in the picture, give it back'
    ],
    say: ({ returns }) => ({
      question: 'For what reasons can I give something back?',
      answer: `${returns.reasons.map((reason) => reasonLabels[reason]).join('; ')}.`
    })
  },
  'returns.damaged': {
    group: 'returns',
    alsoAsked: [
      'arrived broken',
      'defective or not working',
      'wrong thing was delivered',
      'saman kharab ya toota aaya',
      'photo of the damage',
      'shattered when I opened the parcel',
      'somebody else’s parcel came',
      'does not switch on, handle fell off'
    ],
    say: ({ returns, currency }) => ({
      question: 'What if it came damaged, or is not what I ordered?',
      answer: damagedWords(returns, currency)
    })
  },
  'returns.store': way('store', 'Can I bring it back to a store?', [
    'return at a counter in person',
    'drop off a return at an outlet',
    'dukan par wapas dena'
  ]),
  'returns.qr': way('qr', 'Can I send it back without a printer?', [
    'no printer for the label',
    'print return label',
    'bina printer ke return'
  ]),
  'returns.home': way('home', 'Can it be fetched from my door?', [
    'courier collects the return from home',
    'fetch it from my house, I cannot go out',
    'ghar se wapas le jana',
    'reverse pickup'
  ]),
  'returns.send': {
    group: 'returns',
    alsoAsked: [
      'label expires',
      'post the parcel in time after return was approved',
      'approved return still not sent',
      'is the label still good',
      'approved, kab tak bhejna hai'
    ],
    say: ({ limits }) => ({
      question: 'By when do I have to send it off, once a return is approved?',
      answer: `Within ${limits.sendWithinDays} days. After that the return is let go, and you can ask for it again as long as its days are not over.`
    })
  },
  refund: topic('refund', 'money', [
    'how long does a refund take',
    'when is my money back',
    'paisa kab wapas milega',
    'refund not received yet after return',
    'refund time in days',
    'waiting for the refund',
    'courier took the return, no money yet'
  ]),
  'refund.to': {
    group: 'money',
    alsoAsked: [
      'refund to card, bank or UPI',
      'refund as store credit or original payment',
      'bonus for taking store credit',
      'money to the bank or only store credit',
      'refund kis tarah milega',
      'extra for a credit note instead of cash'
    ],
    say: ({ returns }) => ({ question: 'Where does my money go when I give something back?', answer: refundWays(returns) })
  },
  'refund.bringing': {
    group: 'money',
    alsoAsked: [
      'is the delivery charge refunded',
      'shipping fee back after a return',
      'delivery ka paisa wapas',
      'I paid shipping, do I get it back',
      'return of the courier fee',
      'shipping ka paisa bhi wapas'
    ],
    say: ({ returns }) => ({
      question: 'Do I get back what delivery cost?',
      answer: `When something is our fault, yes.${returns.bringingBack === 'whole-order' ? ' And when all of an order comes back.' : ' Else it is not given back.'}`
    })
  },
  exchange: topic('exchange', 'returns', [
    'replace what came with another',
    'swap after it came',
    'another size after delivery',
    'replacement instead of refund',
    'badal kar dusra lena',
    'an exchange and no refund',
    'it came, I want a bigger one'
  ]),
  'limits.times': {
    group: 'returns',
    alsoAsked: ['most returns for one order', 'return or exchange a second time', 'limit of exchanges', 'kitni baar'],
    say: ({ limits }) => ({
      question: 'How often can I give back or exchange things of one order?',
      answer: `${often('Given back', limits.mostReturns)}; ${often('exchanged', limits.mostExchanges)}.`
    })
  },
  'limits.receipt': {
    group: 'returns',
    alsoAsked: ['lost the bill', 'no invoice or proof of purchase', 'returning a gift without receipt', 'bill nahi hai'],
    say: ({ limits, currency }) => ({ question: 'Can I give something back without a receipt?', answer: receiptWords(limits, currency) })
  }
};

const often = (what: string, most: number | null): string => (most === null ? `${what} as often as you like` : `${what} ${times(most)}`);

function way(method: ReturnMethod, question: string, alsoAsked: readonly string[]): Rule {
  const say = ({ returns, currency }: PolicyProfile): Said => ({
    question,
    answer: returns.methods.includes(method)
      ? `Yes. ${methodWords[method].note} It ${fee(returns.fees[method], currency)}.`
      : `No. What is possible: ${listed(returns.methods.map((one) => methodWords[one].label.toLowerCase()))}.`
  });
  return { group: 'returns', alsoAsked, say };
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
  return [...Object.entries(RULES), ...ofCategories(policy)].map(([rule, { group, alsoAsked, say }]) => ({
    id: `policy:${rule}`,
    group,
    ...say(policy.terms),
    alsoAsked,
    source: { what: 'policy', profile: policy.profile, version: policy.version, rule },
    approved: null
  }));
}
