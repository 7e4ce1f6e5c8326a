import { clockText, type Instant } from '#lib/ui/when.ts';
import type { ShipmentState } from '../fulfilment/shipment.machine.ts';
import type { PaymentState } from '../payments/payment.machine.ts';
import type { TrackedOrder, TrackedParcel } from './tracked-order.ts';

/** How something stands: a few words that carry it, and a sentence that says more. Both may be read alone. */
export type Words = { strong: string; rest: string };

type WordedParcel = Pick<TrackedParcel, 'method' | 'state' | 'shipmentState' | 'nodeName'>;
type WordedOrder = Pick<TrackedOrder, 'life' | 'payment'> & Partial<Pick<TrackedOrder, 'refunds'>>;

const words = (strong: string, rest = ''): Words => ({ strong, rest });
const at = (name: string | null): string => (name === null ? '' : ` at ${name}`);

/** What is to be said of the order before its parcels count: that it is cancelled, held, or not paid. Undefined when they do. */
export function orderWords({ life, payment, refunds = [] }: WordedOrder): Words | undefined {
  if (life === 'cancelled')
    return words('Cancelled.', wasPaid(payment, refunds) ? 'What was paid goes back to you.' : 'Nothing was taken.');
  if (life === 'on_hold') return words('On hold.', 'We check something about this order first. It keeps its things meanwhile.');
  if (life !== 'placed') return undefined;
  if (payment?.state === 'declined') return words('Not paid yet.', 'The bank said no. Nothing was taken.');
  if (payment?.actionUrl) return words('Waiting for you.', 'Approve the payment on the page of your bank.');
  return words('Asking the bank.', 'Nothing is taken twice.');
}

/** A gift card may have paid its part where the bank took nothing. */
const wasPaid = (payment: WordedOrder['payment'], refunds: readonly unknown[]): boolean =>
  (payment?.capturedMinor ?? 0) > 0 || refunds.length > 0;

/** How a parcel stands, whatever its states: the states of the parcel first, those of its carrier once it has left. */
export function parcelWords(parcel: WordedParcel): Words {
  if (parcel.state === 'shipped') return ON_THE_WAY[parcel.shipmentState ?? 'pre_transit'];
  return WITH_US[parcel.state](parcel, at(parcel.nodeName));
}

/** Where it is sent from. Of a partner it is said: it is none of our places. */
export const fromWords = ({ nodeName, nodeKind }: Pick<TrackedParcel, 'nodeName' | 'nodeKind'>): string =>
  `From ${nodeName ?? 'another place'}${nodeKind === 'third_party' ? ', a partner of ours' : ''}`;

type Said = (parcel: WordedParcel, there: string) => Words;
const kept: Said = (_, there) => words('Kept for you.', `It is packed next${there}.`);
const handedOver: Said = ({ method }, there) => {
  if (method === 'ship') return words('Delivered.');
  return method === 'carry_out'
    ? words('Taken along.')
    : words('Collected.', `You have it${there === '' ? '' : ` since you were${there}`}.`);
};

const WITH_US: Record<Exclude<TrackedParcel['state'], 'shipped'>, Said> = {
  unsourced: () => words('Looking for it.', 'Another of our places will send it; the date is being made.'),
  scheduled: () => words('Planned.', 'It leaves when it has come in.'),
  on_hold: () => words('Kept for you.', 'It leaves when what you exchange for it is with us.'),
  unfillable: () => words('We need a word from you.', 'We cannot fill it as you ordered it: say below how it goes on.'),
  allocated: kept,
  released: kept,
  picking: (_, there) => words('Being packed.', `Somebody has it in hand${there}.`),
  packed: ({ method }, there) =>
    words('Packed.', method === 'ship' ? `It waits for the van${there}.` : `It goes to the counter next${there}.`),
  ready_for_pickup: (_, there) => words('Ready for you.', `It lies at the counter${there}.`),
  collected: handedOver,
  closed: handedOver,
  uncollected: (_, there) => words('Not collected.', `It went back on the shelf${there}.`),
  cancelled: () => words('Cancelled.', 'Its things went back on the shelf.')
};

const ON_THE_WAY: Record<ShipmentState, Words> = {
  pre_transit: words('Handed over.', 'The carrier has it and has not said more yet.'),
  in_transit: words('On its way.'),
  out_for_delivery: words('On its way to your door.'),
  attempt_failed: words('Nobody opened.', 'It comes again; you need to do nothing.'),
  available_for_pickup: words('Waiting for you.', 'The carrier keeps it at one of its points.'),
  exception: words('Held up.', 'It is on its way, and later than planned.'),
  return_to_sender: words('Coming back to us.', 'It could not be handed over.'),
  returned: words('Back with us.', 'It could not be handed over.'),
  delivered: words('Delivered.'),
  cancelled: words('Called back.', 'The carrier does not bring it.'),
  lost: words('Lost.', 'The carrier cannot find it.')
};

const REASONS: Record<string, string> = {
  placed: 'As promised when you ordered.',
  'on-plan': 'All goes as planned.',
  'on-the-road': 'By where it was seen last.',
  'out-for-delivery': 'It is on the vehicle to you.',
  delayed: 'The carrier is delayed.',
  held: 'The carrier holds it for the moment.',
  customs: 'It is with the customs.',
  address: 'The carrier asks about the address.',
  'attempt-failed': 'Nobody opened; it comes again.',
  'missed-pickup': 'It missed its van and takes the next one.',
  silence: 'Nobody has seen it for two days, so we count anew from today.',
  'node-down': 'The place that was to send it is shut; another one sends it.',
  'no-capacity': 'The place that was to send it has too much to do; another one sends it.',
  'not-found': 'It was not found where it should lie; another place sends it.',
  damaged: 'It was damaged where it lay; another place sends it.',
  chosen: 'You chose this.',
  'new-address': 'It goes to another address.',
  overdue: 'It should have been there; we expect it at the next try.',
  delivered: 'It has arrived.'
};

/** Why a date was set. `said` is the word of the carrier, or of the place that is shut, about a trouble: it says more than ours. */
export function reasonWords(reason: string, said = ''): string {
  const own = REASONS[reason] ?? 'The plan changed.';
  const trouble = said.replace(/[.\s]+$/, '');
  if (trouble === '') return own;
  if (reason === 'node-down') return `${trouble}: another place sends it.`;
  return ['delayed', 'held', 'customs', 'address'].includes(reason) ? `${trouble}.` : own;
}

/** Whether it is a sentence of ours: what a carrier wrote of a trouble is none, whatever it says. */
export const isOwnReason = (sentence: string): boolean => Object.values(REASONS).includes(sentence);

const METHODS: Record<string, string> = {
  upi: 'UPI',
  card: 'card',
  cash: 'cash',
  cash_on_delivery: 'cash at the door',
  pay_in_store: 'paying in the shop',
  gift_card: 'gift card',
  store_credit: 'store credit'
};
export const methodName = (method: string): string => METHODS[method] ?? method;

type Due = { method: string; amount: string; life: TrackedOrder['life']; payBy: Instant | null; zone: string };

const MONEY: Record<PaymentState, (due: Due) => string> = {
  captured: ({ method, amount }) => (isByName(method) ? `${amount} paid by ${methodName(method)}.` : `${amount} paid in cash.`),
  pending: pendingSentence,
  authorized: pendingSentence,
  expired_auth: pendingSentence,
  declined: () => 'The bank said no. Nothing was taken.',
  voided: () => 'Nothing was taken.',
  partially_captured: ({ method, amount }) => `A part of ${amount} is paid by ${methodName(method)}.`,
  partially_refunded: ({ amount }) => `A part of ${amount} has gone back to you.`,
  refunded: ({ amount }) => `${amount} has gone back to you.`,
  disputed: ({ method, amount }) => `${amount} was paid by ${methodName(method)}; your bank looks into it.`
};

/** How the money stands, in one sentence. */
export function paymentSentence({ payment, life, payBy }: WordedOrder & Pick<TrackedOrder, 'payBy'>, amount: string, zone: string): string {
  return payment ? MONEY[payment.state]({ method: payment.method, amount, life, payBy, zone }) : '';
}

const isByName = (method: string): boolean => ['upi', 'card', 'gift_card', 'store_credit'].includes(method);

function pendingSentence({ method, amount, life, payBy, zone }: Due): string {
  if (life === 'cancelled') return 'Nothing was taken.';
  if (method === 'cash_on_delivery') return `${amount} to pay in cash at the door.`;
  if (method === 'pay_in_store') return `${amount} to pay at the counter when you collect.`;
  return `${amount} to pay by ${methodName(method)}${payBy === null ? '' : ` until ${clockText(payBy, zone)}`}.`;
}
