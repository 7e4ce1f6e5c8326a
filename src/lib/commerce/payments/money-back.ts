/** Off what is still to be paid in cash; sent by the bank that took it; for cash that was paid by a person of ours; or to a balance we keep. */
export type HowBack = 'taken-off' | 'bank' | 'by-hand' | 'gift-card' | 'store-credit';
export type BackReason =
  | 'not-filled'
  | 'late'
  | 'uncollected'
  | 'changed'
  | 'cancelled'
  | 'swapped'
  | 'returned'
  | 'exchanged'
  | 'goodwill'
  | 'not-paid'
  | 'paid-otherwise'
  | 'undone';

const WHY: Record<BackReason, string> = {
  late: 'We are later than we promised.',
  'not-filled': 'A part of your order does not come.',
  uncollected: 'It was not collected.',
  changed: 'Nothing has to be brought any more.',
  cancelled: 'You cancelled it.',
  swapped: 'What you chose instead costs less.',
  returned: 'For what you sent back.',
  exchanged: 'What you exchanged it for costs less.',
  goodwill: 'With our apologies.',
  'not-paid': 'The rest of your order was not paid.',
  'paid-otherwise': 'You paid it in another way.',
  undone: 'You took your change back.'
};
const HOW: Record<HowBack, string> = {
  'taken-off': 'You need to do nothing.',
  bank: 'It goes back the way it was paid, by itself.',
  'by-hand': 'No bank sends it: one of us gives it to you, and writes to you.',
  'gift-card': 'It goes back on your gift card, by itself.',
  'store-credit': 'It is store credit: it pays for your next order.'
};

/** What a shopper is told when a bank does not take their money back; `amount` as it is read. `isLate`: it had come too late, and credit is not to be had for it. */
export const refusedBackWords = (amount: string, isLate = false): { title: string; words: string } => ({
  title: `Your bank did not take ${amount} back`,
  words: isLate
    ? 'It is yours all the same. One of us gives it to you another way, and writes to you.'
    : 'It is yours all the same. Take it as store credit at once, or wait: one of us gives it to you another way, and writes to you.'
});

/** And when it goes another way after that; undefined while their bank is asked again. `isLate`: it had come too late, and was given by one of us. */
export function redirectedWords(how: HowBack, amount: string, isLate = false): { title: string; words: string } | undefined {
  if (how === 'bank') return undefined;
  return isLate
    ? { title: `${amount} given back to you`, words: 'One of us gave it to you, against a receipt.' }
    : { title: `${amount} back to you another way`, words: HOW[how] };
}

/** What a shopper is told of money that is theirs again; `amount` as it is read. */
export function backWords({ reason, how }: { reason: BackReason; how: HowBack }, amount: string): { title: string; words: string } {
  return { title: how === 'taken-off' ? `${amount} less to pay` : `${amount} back to you`, words: `${WHY[reason]} ${HOW[how]}` };
}
