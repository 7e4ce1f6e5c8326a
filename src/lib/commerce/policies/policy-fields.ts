import type { WishKind } from '../fulfilment/carrier.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import { cancelReasons, differenceMethods, refundTriggers, returnMethods, returnReasons, takings, windowStarts } from './policy.ts';

type Words = readonly string[];
/** A list of some of these words, one of them, whole numbers up to `most` (null where the words for it are given), or yes and no. */
export type PolicyField = { name: string } & (
  | { kind: 'list'; of: Words }
  | { kind: 'word'; of: Words }
  | { kind: 'number'; unit: 'minor' | 'days' | 'percent' | 'times'; most: number; never?: string }
  | { kind: 'yes-no' }
);

/** From these a parcel may still be called off at all; a policy may say fewer. */
const endableStates: readonly FulfilmentOrderState[] = [
  'unsourced',
  'scheduled',
  'on_hold',
  'allocated',
  'released',
  'packed',
  'ready_for_pickup',
  'unfillable'
];
/** Until somebody begins with it a parcel may still be made of something else or for somewhere else. */
const unbegunStates: readonly FulfilmentOrderState[] = ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released', 'unfillable'];
/** Before anybody begins with a parcel, or once it travels, something may be asked of how it comes. */
const askedStates: readonly FulfilmentOrderState[] = ['allocated', 'released', 'shipped'];
const wishKinds: readonly WishKind[] = ['day', 'safe-place', 'pin', 'collect'];
/** What was handed over was paid, one way or another. */
const unpaidStates: readonly FulfilmentOrderState[] = [...unbegunStates, 'picking', 'packed', 'ready_for_pickup'];

const MOST_MINOR = 1_000_000_000_000;
const money = (name: string, never?: string): PolicyField => ({
  name,
  kind: 'number',
  unit: 'minor',
  most: MOST_MINOR,
  ...(never && { never })
});
const days = (name: string, never?: string): PolicyField => ({ name, kind: 'number', unit: 'days', most: 730, ...(never && { never }) });

const fee = (how: string) => money(`fee of coming back ${how}`);

/** Every plain field of a profile by its place there, and what people call it. */
export const policyFields = {
  'cancel.states': { name: 'states in which it may be cancelled', kind: 'list', of: endableStates },
  'cancel.reasons': { name: 'reasons for cancelling', kind: 'list', of: cancelReasons },
  'cancel.afterItemChange': { name: 'cancelling after things were changed', kind: 'yes-no' },
  'address.states': { name: 'states in which the address may be changed', kind: 'list', of: unbegunStates },
  'delivery.states': { name: 'states in which how it comes may be changed', kind: 'list', of: askedStates },
  'delivery.wishes': { name: 'what may be asked of how it comes', kind: 'list', of: wishKinds },
  'items.states': { name: 'states in which things may be changed', kind: 'list', of: unbegunStates },
  'items.mostChanges': { name: 'changes of things for an order', kind: 'number', unit: 'times', most: 100 },
  'items.swapFor': { name: 'what a thing may be changed for', kind: 'word', of: ['nothing', 'same-product'] },
  'payment.states': { name: 'states in which it may be paid another way', kind: 'list', of: unpaidStates },
  'payment.difference': { name: 'ways to pay a difference', kind: 'list', of: differenceMethods },
  'payment.giftCardMustCover': { name: 'a gift card must cover all of a difference', kind: 'yes-no' },
  'payment.take': { name: 'when a bank’s money is taken', kind: 'word', of: takings },
  'returns.days': days('days to give back', 'final sale'),
  'returns.from': { name: 'start of the days to give back', kind: 'word', of: windowStarts },
  'returns.reasons': { name: 'reasons for giving back', kind: 'list', of: returnReasons },
  'returns.photoFor': { name: 'reasons that need a photo', kind: 'list', of: returnReasons },
  'returns.methods': { name: 'ways to come back', kind: 'list', of: returnMethods },
  'returns.fees.store': fee('by a store'),
  'returns.fees.label': fee('by label'),
  'returns.fees.qr': fee('by QR code'),
  'returns.fees.home': fee('from home'),
  'returns.refundTo': { name: 'where money goes back to', kind: 'list', of: ['original', 'store-credit'] },
  'returns.bonusPercent': { name: 'percent on top of store credit', kind: 'number', unit: 'percent', most: 100 },
  'returns.bringingBack': { name: 'when the delivery fee goes back', kind: 'word', of: ['our-fault', 'whole-order'] },
  'returns.exchangeFor': { name: 'what a thing may be exchanged for', kind: 'word', of: ['nothing', 'same-product', 'any-product'] },
  'returns.exchangeDays': days('days to exchange', 'as the days to give back'),
  'limits.mostReturns': { name: 'returns of an order', kind: 'number', unit: 'times', most: 1_000, never: 'no limit' },
  'limits.mostExchanges': { name: 'exchanges of an order', kind: 'number', unit: 'times', most: 1_000, never: 'no limit' },
  'limits.approveAboveMinor': money('worth above which a person approves'),
  'limits.twoPeopleAboveMinor': money('worth above which two people approve'),
  'limits.refundDays': days('days until the money is back'),
  'limits.sendWithinDays': days('days to send it'),
  'limits.cashByAssociateMinor': money('cash that an associate gives back without a manager'),
  'limits.creditWithoutPurchaseMinor': money('credit for a thing whose purchase is not found', 'none')
} as const satisfies Record<string, PolicyField>;

export type PolicyFieldPath = keyof typeof policyFields;
export const policyFieldPaths = Object.keys(policyFields) as PolicyFieldPath[];

export const triggerWords: Words = refundTriggers;
