import type { RefusalCode } from '../kernel/refusal.ts';
import type { PointsCode } from './loyalty/points-words.ts';
import type { BalanceCode } from './payments/balance-words.ts';
import type { PolicyCode } from './policies/policy.ts';
import type { SupportCode } from './support/support-words.ts';

type Sentence = (detail: string | undefined) => string;

/** Those of a policy are in `policies/policy-words.ts`: no page in the browser needs them, and every one would carry them. */
const SENTENCES: Record<Exclude<RefusalCode, BalanceCode | PointsCode | PolicyCode | SupportCode>, Sentence> = {
  'addresses-full': (most) => `An account keeps ${number(most) ?? 20} addresses. Remove one first.`,
  'body-too-large': () => 'That is more than we read at once. Send 64 kB or less.',
  'cart-changed': () => 'Your cart changed since you saw this page, perhaps in another tab. Look at it as it is now and go on from there.',
  'cart-closed': () => 'This cart is closed. Add what you want to a new one.',
  'cart-empty': () => 'Nothing on the table yet. Add something first.',
  'cart-full': (places) => `A cart holds ${number(places) ?? 20} different things. Order these first, or take one out.`,
  'code-wrong': () => 'This code opens nothing: mistyped, used already, or older than ten minutes. Ask for a new one.',
  'delivery-not-chosen': (title) =>
    title === undefined
      ? 'Choose how you want to get it first.'
      : `${title} does not go out of this door: where it goes and its day come first, on the shopper’s phone.`,
  'details-missing': () => 'We still need your name, your e-mail and where it should go.',
  'device-unknown': () => 'This device is none of ours any more. Sign in with your password, or ask a manager to enrol it again.',
  'device-unreachable': () => 'We cannot reach this browser. What we have to say stands on this page, and comes by mail.',
  'devices-full': () => 'This order tells ten devices already. Take one back first.',
  forbidden: () => 'Your sign-in does not open this. Ask a manager, or sign in as someone who may.',
  'hold-expired': () => 'We kept your things as long as we said. Choose the delivery again, and we look what is still there.',
  'idempotency-key-missing': () =>
    'Send the header Idempotency-Key: 1 to 200 visible characters that you make before the first try and keep on every retry.',
  'in-progress': () => 'We are still working on this. Wait a moment and load the page again.',
  invalid: (problem) =>
    problem ? `Something in there cannot be right: ${problem}` : 'Something in there cannot be right. Check it and send it again.',
  'key-reused': () => 'This form was already used for something else. Load the page again and send it once more.',
  'label-missing': () => 'The carrier has not sent the label yet. Wait a moment; if it does not come, the office sees why.',
  'links-full': (most) => `A cart is shared by ${number(most) ?? 20} links at most. Take one back first.`,
  'merge-kept': () => 'You changed the cart since your two carts came together, so we left it as it is. Take out what you do not want.',
  'link-over': () => 'This link was used already, or it is too old. Ask for a new one.',
  'method-not-allowed': () => 'This address does not take that method. The header Allow says which it takes.',
  'no-pickup-there': () => 'You cannot collect at that place. Choose another store.',
  'no-service': () => 'We do not deliver there yet. You can collect at one of our stores.',
  'not-allowed': () => 'That is not possible any more. Load the page again to see where things stand.',
  'not-enough-stock': (left) =>
    number(left) === undefined ? 'There are fewer left than that. Take less.' : `Only ${number(left)} left. Take ${number(left)} or fewer.`,
  'not-for-sale': (what) => `${what ?? 'This'} is not for sale any more. Take it out to go on.`,
  'not-found': () => 'We cannot find that. Check the link, or start again from the home page.',
  'order-cancelled': () => 'This order is cancelled, and nothing is owed. Order again whenever you like.',
  'orders-under-way': () => 'You have an order that is not finished. When it is, you can delete the account.',
  'out-of-stock': (what) => (what ? `None left of ${what}.` : 'None left. Somebody took the last one just now.'),
  'passkey-refused': () => 'This passkey was not taken. Try once more, or go another way.',
  'passkeys-full': (most) => `An account keeps ${number(most) ?? 20} passkeys. Remove one first.`,
  'password-weak': () => 'Choose another password: at least 8 characters, and not one of those that are guessed first.',
  'password-wrong': () => 'That is not your password. Type the one you sign in with at a desk.',
  'payment-declined': () => 'The bank said no. Nothing was taken. Try again or choose another way to pay.',
  'payment-unknown': () => 'The bank has not answered yet. We keep asking; do not pay again. This page tells you when we know.',
  'pin-refused': () => 'Name and PIN do not belong together. Try again, or sign in with your password.',
  'pin-weak': () => 'Choose another PIN: four to eight digits, and not one that is guessed first, such as 1234 or 0000.',
  'price-changed': (what) => `The price of ${what ?? 'something here'} changed since you looked. See the new price before you go on.`,
  'prices-too-old': () => 'The prices here are older than twelve hours. The till sells again when it has a network.',
  'promise-changed': () => 'The date we showed cannot be kept any more. Choose again from what is possible now.',
  'queue-closed': () => 'There is no queue for it just now: either some are free, or none comes back soon. This page says which.',
  'queues-full': () => 'You stand in five queues already. Leave one of them first.',
  'saved-full': (most) => `You keep ${number(most) ?? 100} different things for later already. Forget one of them first.`,
  'sign-in-needed': (how) =>
    how === 'fresh' ? 'Sign in again: you did so more than five minutes ago.' : 'Sign in first: this belongs to an account.',
  'sign-in-refused': () => 'E-mail and password do not belong together. Check both and try again.',
  'signature-wrong': () =>
    'The signature does not fit the body, or it is too old. Sign the raw bytes with the shared secret and the present time.',
  'stale-version': () => 'Somebody changed this since you saw it. Look at it as it is now and try again.',
  'too-late': () => 'It is on the vehicle already, where nobody can change it. It comes as it was planned.',
  'too-many': (most) =>
    number(most) === undefined ? 'That is more than we sell at once.' : `We sell at most ${number(most)} of one thing at once.`,
  'too-many-requests': (seconds) => `That was too often. Try again in ${wait(number(seconds))}.`,
  'too-much-offline': () => 'Without a network we sell up to ₹50,000 at once. Take some of it off the counter.',
  'unknown-postcode': (code) => `We do not know the postcode${code ? ` ${code}` : ''}. In India it has six digits, as in 560038.`,
  'wrong-content-type': () => 'Send JSON, with the header content-type: application/json.',
  'wrong-count': (wanted) =>
    `That is one too many: ${number(wanted) ?? 'no more'} of it ${number(wanted) === 1 ? 'is' : 'are'} wanted. Put it back.`,
  'wrong-item': () => 'That does not belong in this parcel. Put it back and scan what the list says.'
};

/**
 * A refusal in words, for people: what is the matter and what to do about it. The detail is what the refusal said besides its code;
 * ids among it are left out, and of the units left the leading number counts.
 */
export function sentenceFor(code: RefusalCode, detail?: string): string {
  const inWords = code in SENTENCES ? SENTENCES[code as keyof typeof SENTENCES] : SENTENCES['not-allowed'];
  return inWords(detail === undefined || detail === '' || detail === code || ID.test(detail) ? undefined : detail);
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function number(detail: string | undefined): number | undefined {
  const digits = /^\d{1,9}\b/.exec(detail ?? '')?.[0];
  return digits === undefined ? undefined : Number(digits);
}

function wait(seconds: number | undefined): string {
  if (seconds === undefined) return 'a few minutes';
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
