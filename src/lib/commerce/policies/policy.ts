import type { WishKind } from '../fulfilment/carrier.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';

/** Why something comes back, in the shopper's words. */
export const returnReasons = [
  'too-small',
  'too-large',
  'changed-mind',
  'not-as-described',
  'damaged',
  'defective',
  'wrong-item',
  'arrived-late',
  'other'
] as const;
export type ReturnReason = (typeof returnReasons)[number];

/** What went wrong with us: coming back costs such a shopper nothing, and bringing it is given back too. */
export const ourFault: ReadonlySet<ReturnReason> = new Set(['not-as-described', 'damaged', 'defective', 'wrong-item', 'arrived-late']);

/** `store`: given in at a counter of ours. `label`: a label to print. `qr`: shown to the carrier, who prints it. `home`: fetched at the door. */
export const returnMethods = ['store', 'label', 'qr', 'home'] as const;
export type ReturnMethod = (typeof returnMethods)[number];

export const cancelReasons = ['changed-mind', 'by-mistake', 'too-late', 'cheaper-elsewhere', 'other'] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** When the money goes back: as soon as it is asked, with the carrier's or counter's first look at it, once we have it, or once it was looked at. */
export const refundTriggers = ['instant', 'first-scan', 'received', 'inspected'] as const;
export type RefundTrigger = (typeof refundTriggers)[number];

/** From when the days of a window count: of its own line or, for `last-delivered`, of the last thing of the order that came. */
export const windowStarts = ['placed', 'handed-over', 'delivered', 'last-delivered'] as const;
export type WindowStart = (typeof windowStarts)[number];

/** When a bank's money is taken: all of it with the order, or with each parcel that leaves its share, while the bank stands for the rest. */
export const takings = ['at-order', 'on-leaving'] as const;
export type Taking = (typeof takings)[number];

/** How an order may have been paid that asks for more money later. */
export const differenceMethods = ['upi', 'card', 'gift_card', 'store_credit', 'cash_on_delivery', 'pay_in_store'] as const;
export type DifferenceMethod = (typeof differenceMethods)[number];

/** Instead of coming back: all of its price or a part of it, and the thing stays where it is. Whole percent. `belowMinor`: with what other returns of its order claim. */
export type KeepRule = { reasons: readonly ReturnReason[]; belowMinor: number; percent: number };

/** All money in minor units of the profile's currency. */
export type ReturnTerms = {
  /** Null: it is not taken back (final sale). What is our fault is always looked at by a person. */
  days: number | null;
  from: WindowStart;
  reasons: readonly ReturnReason[];
  photoFor: readonly ReturnReason[];
  methods: readonly ReturnMethod[];
  /** What coming back costs by each way, unless it is our fault. */
  fees: Readonly<Record<ReturnMethod, number>>;
  refundTo: readonly ('original' | 'store-credit')[];
  /** So many percent on top for whoever takes store credit. */
  bonusPercent: number;
  /** When what bringing cost goes back: for our fault only, or also when all of the order comes back. */
  bringingBack: 'our-fault' | 'whole-order';
  /** The first whose bound is not passed by what comes back; the last has none. */
  triggers: readonly { upToMinor: number | null; trigger: RefundTrigger }[];
  keeps: readonly KeepRule[];
  exchangeFor: 'nothing' | 'same-product' | 'any-product';
  /** Null: as long as it may be given back. A number holds also for what is not taken back for money. */
  exchangeDays: number | null;
};

/** What an order may still become. A profile is data: checked, versioned, switched on for a market, a channel or a group of customers. */
export type PolicyProfile = {
  currency: string;
  cancel: { states: readonly FulfilmentOrderState[]; reasons: readonly CancelReason[]; afterItemChange: boolean };
  address: { states: readonly FulfilmentOrderState[] };
  /** What may be asked of how a parcel comes, and until when; of that its carrier can do some. */
  delivery: { states: readonly FulfilmentOrderState[]; wishes: readonly WishKind[] };
  items: { states: readonly FulfilmentOrderState[]; mostChanges: number; swapFor: 'nothing' | 'same-product' };
  payment: {
    /** Until when it may be paid in another way. */
    states: readonly FulfilmentOrderState[];
    /** Who may take what a swap or exchange costs more. */
    difference: readonly DifferenceMethod[];
    /** A gift card takes a difference only when it covers all of it. */
    giftCardMustCover: boolean;
    take: Taking;
  };
  returns: ReturnTerms;
  /** By the product's category as the catalogue calls it; what is named here goes before `returns`. */
  byCategory: Readonly<Record<string, Partial<ReturnTerms>>>;
  limits: {
    mostReturns: number | null;
    mostExchanges: number | null;
    /** A return waits for a person when it is worth more, with what other returns of its order claim. */
    approveAboveMinor: number;
    /** The same for two people; also a refund that is more. */
    twoPeopleAboveMinor: number;
    /** Whole days from asking to the money: the clock that its shopper sees. */
    refundDays: number;
    /** So long an approved return may be on its way to us before it is let go. */
    sendWithinDays: number;
    /** So much cash an associate gives back at a counter by themselves; more is for a manager to give. */
    cashByAssociateMinor: number;
    /** So much store credit a manager may allow for a thing whose purchase nobody finds; null: none. */
    creditWithoutPurchaseMinor: number | null;
  };
};

/** Which sentence of which profile decided. It is kept with everything it decided. */
export type PolicyMark = { profile: string; version: number; rule: string };

/** A profile as it is in force for an order. */
export type Policy = { profile: string; version: number; terms: PolicyProfile };

/** What can be done instead, as a page or the agent offers it. */
export const waysOpen = ['return', 'exchange', 'cancel-rest', 'change-way', 'store', 'appeal', 'support', 'reorder'] as const;
export type WayOpen = (typeof waysOpen)[number];

export type Ruling<Yes = object> = ({ allowed: true; by: PolicyMark } & Yes) | RuledNo;
/** `code`: stable and published; `detail` is what its sentence names, such as a day or a number. */
export type RuledNo = { allowed: false; by: PolicyMark; code: PolicyCode; detail: string; open: readonly WayOpen[] };

/** Every "no" of a policy. */
export const policyCodes = [
  'already-begun',
  'already-ended',
  'already-returning',
  'card-covers-less',
  'cash-above-limit',
  'changed-before',
  'exchange-not-offered',
  'exchanges-used',
  'final-sale',
  'item-changes-used',
  'keep-not-offered',
  'method-not-offered',
  'more-than-came',
  'not-delivered',
  'not-paid-so',
  'not-same-product',
  'nothing-asked',
  'nothing-brought',
  'photo-needed',
  'purchase-needed',
  'reason-not-taken',
  'refund-way-not-offered',
  'returns-used',
  'window-over'
] as const;
export type PolicyCode = (typeof policyCodes)[number];

/** The terms of what lies in a category: the catalogue's path, such as `Table > Mugs`, or the nearest part of it from the front that is named. */
export function termsFor({ returns, byCategory }: PolicyProfile, category: string): { terms: ReturnTerms; rule: string } {
  const path = category.split(' > ');
  const names = path.map((_, at) => path.slice(0, path.length - at).join(' > '));
  const named = names.find((name) => byCategory[name]);
  return named === undefined
    ? { terms: returns, rule: 'returns' }
    : { terms: { ...returns, ...byCategory[named] }, rule: `returns.${named}` };
}
