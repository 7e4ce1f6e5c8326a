/** Off what is still to be paid in cash; sent by the bank that took it; or, for cash that was paid, by a person of ours. */
export type HowBack = 'taken-off' | 'bank' | 'by-hand';
export type BackReason = 'not-filled' | 'late' | 'uncollected' | 'changed';

const WHY: Record<BackReason, string> = {
  late: 'We are later than we promised.',
  'not-filled': 'A part of your order does not come.',
  uncollected: 'It was not collected.',
  changed: 'Nothing has to be brought any more.'
};
const HOW: Record<HowBack, string> = {
  'taken-off': 'You need to do nothing.',
  bank: 'It goes back the way it was paid, by itself.',
  'by-hand': 'You paid in cash, so one of us sees to it and writes to you.'
};

/** What a shopper is told of money that is theirs again; `amount` as it is read. */
export function backWords({ reason, how }: { reason: BackReason; how: HowBack }, amount: string): { title: string; words: string } {
  return { title: how === 'taken-off' ? `${amount} less to pay` : `${amount} back to you`, words: `${WHY[reason]} ${HOW[how]}` };
}
