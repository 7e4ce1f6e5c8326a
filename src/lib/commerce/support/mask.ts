import { BETWEEN, isLuhn, plainDigits, replaceCards } from './card-numbers.ts';

/** What was taken out of a message before anything of it was kept or read. */
export type MaskedKind = 'card' | 'security-code' | 'one-time-code' | 'password' | 'account' | 'key';
export type Masked = { text: string; found: MaskedKind[] };

/** Each of them looks at no more than a few signs before it: whoever sends twenty thousand blanks does not hold up everybody else. */
const secrets: [kind: MaskedKind, seen: RegExp][] = [
  ['key', /\b(?:sk|pk|rk|ghp|xox[bp]|AKIA)[-_]?[A-Za-z0-9_-]{16,}|\beyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]*/g],
  ['security-code', /(?<=\b(?:cvv2?|cvc2?|csc|security code)\b(?:\s{1,4}(?:is|no|number|code)){0,4}\s{0,4}[:=-]?\s{0,4})\d{3,4}\b/gi],
  // Behind a card it needs no name; by when the card is good may stand before it.
  [
    'security-code',
    new RegExp(String.raw`(?<=\[card number\]${BETWEEN}{1,6}(?:\d\d?[\s/.-]{1,3}\d{2,4}${BETWEEN}{1,6})?)\d{3,4}(?!\d)`, 'gu')
  ],
  [
    'one-time-code',
    /(?<=\b(?:otp|one[- ]time (?:password|code)|verification code|login code|upi pin|atm pin|card pin)\b(?:\s{1,4}(?:is|was|code|no|number)){0,4}\s{0,4}[:=-]?\s{0,4})\d{4,8}\b/gi
  ],
  [
    'password',
    /(?<=\b(?:password|passwd|passcode|pwd)\b(?:\s{0,4}[:=]\s{0,4}|\s{1,4}(?:is|was)\s{0,4}:?\s{0,4}))(?!(?:not|wrong|incorrect|invalid|expired|forgotten|lost|rejected|always|still|no longer)\b)\S+/gi
  ],
  ['account', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g],
  [
    'account',
    /(?<=\b(?:account|a\/c|acct|aadhaar|aadhar)\b(?:\s{1,4}(?:is|no|number|card)){0,4}\.?\s{0,4}[:=-]?\s{0,4})\d(?:[ -]?\d){8,17}\b/gi
  ]
];
/** Thirteen digits to nineteen in the usual gaps and nothing besides: a card of whatever issuer. */
const CARD = /(?<![\d+])\d(?:[ .-]?\d){12,18}(?!\d)/g;
const words: Record<MaskedKind, string> = {
  card: '[card number]',
  'security-code': '[security code]',
  'one-time-code': '[one-time code]',
  password: '[password]',
  account: '[account number]',
  key: '[key]'
};

/** Takes card numbers and other secrets out. It comes before everything else: before logs, the database and any model. */
export function mask(text: string): Masked {
  const found = new Set<MaskedKind>();
  const put = (kind: MaskedKind) => {
    found.add(kind);
    return words[kind];
  };
  let clean = replaceCards(plainDigits(text), () => put('card'));
  clean = clean.replaceAll(CARD, (digits) => (isLuhn(digits.replaceAll(/\D/g, '')) ? put('card') : digits));
  for (const [kind, seen] of secrets) clean = clean.replaceAll(seen, () => put(kind));
  return { text: clean, found: [...found] };
}
