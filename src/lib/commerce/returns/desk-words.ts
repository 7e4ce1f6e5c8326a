import type { HowBack } from '../payments/money-back.ts';
import { asksBank, type PaidBy } from '../payments/payment-methods.ts';
import type { ReturnReason } from '../policies/policy.ts';
import type { DeskExchange } from './exchange/desk-exchange.ts';
import type { ReturnIssueKind } from './return-issue.ts';
import type { Disposition, ReturnState } from './return.machine.ts';

/** What to do with a thing in hand, in the order in which it mostly happens. */
export const GRADES: readonly { value: Disposition; label: string; note: string }[] = [
  { value: 'restock_a', label: 'As new', note: 'For sale at once' },
  { value: 'restock_b', label: 'Opened, sound', note: 'For sale at once' },
  { value: 'refurbish', label: 'Mend it', note: 'Set aside here' },
  { value: 'return_to_vendor', label: 'To its maker', note: 'Set aside here' },
  { value: 'quarantine', label: 'Keep apart', note: 'Set aside until somebody knows' },
  { value: 'scrap', label: 'Throw away', note: 'Not ours any more' },
  { value: 'back_to_customer', label: 'Back to the shopper', note: 'No money for it' },
  { value: 'missing', label: 'Not there', note: 'No money for it' }
];

const GRADED = new Map(GRADES.map(({ value, label }) => [value, label]));
export const gradeWords = (disposition: Disposition): string => GRADED.get(disposition) ?? disposition;

/** Why something comes back, as staff read it. */
export const reasonWords: Record<ReturnReason, string> = {
  'too-small': 'Too small',
  'too-large': 'Too large',
  'changed-mind': 'Changed their mind',
  'not-as-described': 'Not as described',
  damaged: 'Came damaged',
  defective: 'Does not work',
  'wrong-item': 'The wrong thing came',
  'arrived-late': 'Came too late',
  other: 'Something else'
};

/** How far it is, as staff read it. */
export const stateWords: Record<ReturnState, string> = {
  requested: 'Waits for a yes',
  declined: 'Declined',
  approved: 'Approved',
  label_issued: 'Not sent yet',
  store_dropoff: 'To be brought to a counter',
  in_transit: 'On its way',
  dropped_off: 'Given in, to be looked at',
  received: 'Here, to be looked at',
  inspecting: 'Partly looked at',
  dispositioned: 'Looked at',
  settled: 'Done, money on its way',
  closed: 'Done',
  cancelled: 'Cancelled by the shopper',
  expired: 'Never sent'
};

export const issueWords: Record<ReturnIssueKind, string> = {
  'refund-overdue': 'Money is late',
  'wrong-item': 'Another thing came',
  'empty-box': 'Empty box',
  'more-than-announced': 'More came than was said',
  'missing-unit': 'Something did not come',
  unannounced: 'Came without a return',
  'refunded-too-early': 'Money given for what did not come',
  'label-reused': 'Label used after its end',
  'label-refused': 'No label from the carrier',
  lost: 'Lost on its way'
};

const BANK_NO: Record<string, string> = {
  expired: 'It kept the money ready for so long and no longer',
  'already-voided': 'It does not keep the money ready any more',
  'amount-too-high': 'It keeps less ready than that'
};
/** Why a bank did not give what a parcel that left costs. */
export const bankNo = (reason: string): string => BANK_NO[reason] ?? 'It said no';

const PAID: Record<PaidBy, string> = {
  upi: 'UPI',
  card: 'the card',
  cash: 'cash',
  cash_on_delivery: 'cash',
  pay_in_store: 'cash',
  gift_card: 'the gift card',
  store_credit: 'store credit'
};

/** Where money goes back to: "to UPI", "in cash", "as store credit". */
export function backTo(how: HowBack, method: PaidBy): string {
  if (how === 'by-hand') return asksBank(method) ? 'by hand' : 'in cash';
  if (how === 'taken-off') return 'less to pay';
  if (how === 'store-credit') return 'as store credit';
  return `to ${how === 'gift-card' ? 'the gift card' : PAID[method]}`;
}

/** By when it is there, said before it is pressed. */
export const whenBack: Record<HowBack, string> = {
  bank: 'within seconds',
  'by-hand': 'from the till, now',
  'taken-off': 'at once',
  'store-credit': 'at once',
  'gift-card': 'at once'
};

const INSTEAD: Record<DeskExchange['state'], string> = {
  awaiting_payment: 'kept until it is paid',
  held: 'kept for them',
  released: 'went out',
  given_back: 'for sale again'
};

/** What they get instead, by name. */
export const thingsAtDesk = ({ lines }: Pick<DeskExchange, 'lines'>): string =>
  lines.map(({ quantity, title, options }) => [`${quantity} × ${title}`, ...options].join(', ')).join('; ');

export const insteadAtDesk = (exchange: DeskExchange): string => `${thingsAtDesk(exchange)}, ${INSTEAD[exchange.state]}`;
