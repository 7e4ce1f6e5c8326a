import type { RefusalCode } from '#lib/kernel/refusal.ts';
import { isPointsCode, POINTS_SENTENCES } from '../loyalty/points-words.ts';
import { BALANCE_SENTENCES, isBalanceCode } from '../payments/balance-words.ts';
import { sentenceFor } from '../refusal-sentences.ts';
import { isSupportCode, SUPPORT_SENTENCES } from '../support/support-words.ts';
import { policyCodes, type PolicyCode, type WayOpen } from './policy.ts';

type Sentence = (detail: string | undefined) => string;

/** What the matter is, and what can be done about it. */
const SENTENCES: Record<PolicyCode, Sentence> = {
  'already-begun': (what) => `${what ?? 'It'} is being made ready by now. Once it is with you, you can give it back.`,
  'already-ended': () => 'This has ended already: nothing about it can be changed any more. You can order it again.',
  'already-returning': (what) => `${what ?? 'It'} is on its way back already. You see on the order’s page how far it is.`,
  'card-covers-less': () => 'There is less on this gift card than it costs. Choose another way to pay.',
  'cash-above-limit': () => 'That is more cash than you give by yourself. A manager gives it, or says yes here with their PIN.',
  'changed-before': () =>
    'Its things were changed before, and after that it is not cancelled any more. Once it is with you, you can give it back.',
  'exchange-not-offered': () => 'This cannot be exchanged. You can give it back and order what you like instead.',
  'exchanges-used': (most) =>
    `Things of an order are exchanged ${times(most)} at most. You can give it back and order what you like instead.`,
  'final-sale': (what) => `${what ?? 'This'} was sold for good and does not come back. If something is wrong with it, tell us what.`,
  'item-changes-used': (most) => `Things of an order are changed ${times(most)} at most. You can cancel it and order anew.`,
  'keep-not-offered': () => 'This does not stay with you for a lower price. You can give it back.',
  'method-not-offered': () => 'This way is not offered for it. Choose one of those that are shown.',
  'more-than-came': (left) => `That is more than came${left ? `: ${left} of it can be given back` : ''}. Take fewer.`,
  'not-delivered': (what) => `${what ?? 'It'} has not reached you yet. As long as nobody has begun with it, you can cancel it.`,
  'not-paid-so': () => 'It cannot be paid that way any more. Choose one of the ways that are shown.',
  'not-same-product': () =>
    'It can only be changed for another size or colour of the same thing. For something else, cancel it and order anew.',
  'nothing-asked': () => 'Nothing is chosen yet. Choose what it is about.',
  'nothing-brought': () => 'Nothing of this order is brought to a door, so there is no address to change.',
  'photo-needed': () => 'We need a photo for that reason. Add one and send it again.',
  'purchase-needed': () => 'Without its purchase this is not taken back. Ask for the mail of the order, or look for it another way.',
  'reason-not-taken': () => 'That is none of the reasons we can take. Choose one of those that are shown.',
  'refund-way-not-offered': () => 'Money does not go back that way. Choose one of the ways that are shown.',
  'returns-used': (most) =>
    `This was asked ${times(most)} for this order, which is as often as it goes. Write to us if something is wrong.`,
  'window-over': (until) =>
    `The days for that are over${until ? `: it was possible until ${until}` : ''}. If something is wrong with it, write to us.`
};

const WAYS: Record<WayOpen, string> = {
  return: 'Give it back once it is with you',
  exchange: 'Exchange it once it is with you',
  'cancel-rest': 'Cancel what nobody has begun with',
  'change-way': 'Change how it comes',
  store: 'Bring it to a store of ours',
  appeal: 'Ask a person to look at it',
  support: 'Talk to one of us',
  reorder: 'Order it again'
};

/** What can be done instead. */
export const wayWords = (way: WayOpen): string => WAYS[way];

const isPolicyCode = (code: string): code is PolicyCode => (policyCodes as readonly string[]).includes(code);

/** A "no" of the house, of a policy or of a balance in words, as it reaches people. */
export function wordsFor(code: RefusalCode, detail?: string): string {
  if (isBalanceCode(code)) return BALANCE_SENTENCES[code]();
  if (isPointsCode(code)) return POINTS_SENTENCES[code](detail);
  if (isSupportCode(code)) return SUPPORT_SENTENCES[code]();
  return isPolicyCode(code) ? policySentence(code, detail) : sentenceFor(code, detail);
}

/** `detail`: what the ruling said besides its code, such as a day, a number or what the thing is called. */
export function policySentence(code: PolicyCode, detail?: string): string {
  return SENTENCES[code](detail === undefined || detail === '' || detail === code ? undefined : detail);
}

function times(most: string | undefined): string {
  if (most === undefined) return 'only so often';
  return most === '1' ? 'once' : `${most} times`;
}
