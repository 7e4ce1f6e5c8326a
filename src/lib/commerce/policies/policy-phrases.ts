import type { WishKind } from '../fulfilment/carrier.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { DifferenceMethod, PolicyProfile, RefundTrigger, ReturnMethod, Taking, WindowStart } from './policy.ts';

type Choice =
  | Taking
  | WishKind
  | WindowStart
  | ReturnMethod
  | RefundTrigger
  | DifferenceMethod
  | PolicyProfile['returns']['bringingBack' | 'exchangeFor']
  | PolicyProfile['returns']['refundTo'][number];

export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const START: Record<WindowStart, string> = {
  placed: 'the day of the order',
  'handed-over': 'the day it left us',
  delivered: 'the day it came',
  'last-delivered': 'the day the last thing of the order came'
};

/** What each choice of a profile means where somebody makes it. Reasons are words of everyday already. */
const CHOICES: Record<Choice, string> & Partial<Record<FulfilmentOrderState, string>> = {
  ...START,
  'at-order': 'all of it with the order',
  'on-leaving': 'a share with each parcel that leaves',
  store: 'by a store',
  label: 'by label',
  qr: 'by QR code',
  home: 'from home',
  instant: 'as soon as it is asked',
  'first-scan': 'with the first look at it',
  received: 'once we have it',
  inspected: 'once it was looked at',
  upi: 'UPI',
  card: 'card',
  gift_card: 'gift card',
  store_credit: 'store credit',
  cash_on_delivery: 'cash at the door',
  pay_in_store: 'in the store',
  'our-fault': 'when it was our fault',
  'whole-order': 'also when all of the order comes back',
  nothing: 'nothing',
  'same-product': 'another size or colour of it',
  'any-product': 'anything we have',
  day: 'a later day',
  'safe-place': 'a place to leave it',
  pin: 'a code at the door',
  collect: 'a store or the door instead',
  original: 'the way it was paid',
  'store-credit': 'store credit',
  unsourced: 'no place chosen yet',
  scheduled: 'planned for later',
  on_hold: 'on hold',
  allocated: 'kept at its place',
  released: 'waiting to be packed',
  picking: 'being picked',
  packed: 'packed',
  shipped: 'on its way',
  ready_for_pickup: 'ready to be collected',
  unfillable: 'no place has it'
};

export const choiceWords = (word: string): string => (CHOICES as Record<string, string | undefined>)[word] ?? word.replaceAll(/[-_]/g, ' ');

export const startWords = (from: WindowStart): string => START[from];

export const times = (most: number): string => (most === 1 ? 'once' : `${most} times`);
