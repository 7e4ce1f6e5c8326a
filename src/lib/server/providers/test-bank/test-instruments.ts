import { createHmac } from 'node:crypto';
import type { CardSeen } from '#lib/commerce/payments/payment-provider.ts';

/** What the test bank does when it sees an instrument. `find` always tells the truth afterwards, whatever was said before. */
export type Behaviour =
  | 'approve'
  | 'decline'
  | 'second-step'
  | 'reply-too-late'
  | 'reply-lost'
  | 'unreachable'
  | 'webhook-late'
  | 'webhook-twice'
  | 'account-closed';

export type TestInstrument = { method: 'upi' | 'card'; handle: string; behaviour: Behaviour; says: string };

const says: Record<Behaviour, string> = {
  approve: 'The bank says yes',
  decline: 'The bank says no',
  'second-step': 'The bank asks you to approve on its own page first',
  'reply-too-late': 'The bank takes the money, but its answer comes after we stopped waiting',
  'reply-lost': 'The bank takes the money, but its answer is lost on the way',
  unreachable: 'The bank cannot be reached, no money is taken',
  'webhook-late': 'The bank says yes, its written notice follows half a minute later',
  'webhook-twice': 'The bank says yes, its written notice comes twice',
  'account-closed': 'The bank says yes, and takes no money back later'
};

/**
 * The one table of what can be tried at checkout. The card numbers are made up here: sixteen digits with a right check
 * digit, known to no bank. Expiry and security code are judged by the form and never come this far.
 */
export const testInstruments: readonly TestInstrument[] = [
  one('upi', 'ok@mez', 'approve'),
  one('upi', 'no@mez', 'decline'),
  one('upi', 'step@mez', 'second-step'),
  one('upi', 'slow@mez', 'reply-too-late'),
  one('upi', 'lost@mez', 'reply-lost'),
  one('upi', 'away@mez', 'unreachable'),
  one('upi', 'late@mez', 'webhook-late'),
  one('upi', 'twice@mez', 'webhook-twice'),
  one('upi', 'closed@mez', 'account-closed'),
  one('card', '4646464646460105', 'approve'),
  one('card', '4646464646460204', 'decline'),
  one('card', '4646464646460303', 'second-step'),
  one('card', '4646464646460402', 'reply-too-late'),
  one('card', '4646464646460501', 'reply-lost'),
  one('card', '4646464646460600', 'unreachable'),
  one('card', '4646464646460709', 'webhook-late'),
  one('card', '4646464646460808', 'webhook-twice'),
  one('card', '4646464646460907', 'account-closed')
];

function one(method: TestInstrument['method'], handle: string, behaviour: Behaviour): TestInstrument {
  return { method, handle, behaviour, says: says[behaviour] };
}

/** Takes what people type: capitals in a UPI address, spaces and dashes in a card number. */
export function findTestInstrument(method: string, handle: string): TestInstrument | undefined {
  const typed = method === 'card' ? digitsOf(handle) : handle.trim().toLowerCase();
  return testInstruments.find((known) => known.method === method && known.handle === typed);
}

/** Of what was printed of a call that opened a payment: whether its account takes nothing back. */
export const takesNothingBack = (printed: string): boolean =>
  testInstruments.some(({ behaviour, method, handle }) => behaviour === 'account-closed' && printed.includes(shown({ method, handle })));

/** As it is printed in the bank's books. */
export const shown = ({ method, handle }: Pick<TestInstrument, 'method' | 'handle'>): string =>
  method === 'card' ? `card ${lastFour(handle)}` : `upi ${handle}`;

/** The check digit that catches a mistyped card number: every second digit from the right counts double. */
export function passesLuhn(cardNumber: string): boolean {
  const digits = digitsOf(cardNumber);
  if (!/^\d{12,19}$/.test(digits)) return false;
  const sum = digits
    .split('')
    .toReversed()
    .map((digit, place) => Number(digit) * (place % 2 === 0 ? 1 : 2))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}

/** All that may be kept of a card: enough to say which one it was. */
export function lastFour(cardNumber: string): string {
  return `•••• ${digitsOf(cardNumber).slice(-4)}`;
}

/** The same each time for one card, as a bank knows it again; its number cannot be read from it without the bank's own secret. */
export function cardSeen(secret: string, handle: string): CardSeen | undefined {
  const digits = digitsOf(handle);
  if (!passesLuhn(digits)) return undefined;
  const fingerprint = createHmac('sha256', secret).update(`card ${digits}`).digest('base64url');
  return { brand: digits.startsWith('4') ? 'Visa' : 'Card', lastFour: digits.slice(-4), fingerprint };
}

function digitsOf(cardNumber: string): string {
  return cardNumber.replaceAll(/[\s-]/g, '');
}
