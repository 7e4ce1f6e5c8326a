import { refuse } from '#lib/kernel/refusal.ts';
import type { ChangeableOrder, TakenUnits } from '../policies/changeable-order.ts';
import { decideAddress } from '../policies/decide-address.ts';
import { decideCancel } from '../policies/decide-cancel.ts';
import { decideSwap } from '../policies/decide-items.ts';
import { decideDifference, decidePayment } from '../policies/decide-payment.ts';
import { obey } from '../policies/obey.ts';
import { asItStands, type PastParcel } from '../policies/past-requests.ts';
import type { PolicyMark } from '../policies/policy.ts';
import { addressEffect, planAddress, type AroundAddress, type PlannedAddress } from './address-effect.ts';
import { cancelEffect } from './cancel-effect.ts';
import { NO_EFFECT, type ChangeEffect } from './change-effect.ts';
import type { OrderFacts } from './order-facts.ts';
import { askedPayment, payEffect } from './pay-effect.ts';
import { swapEffect, type SwapChoice } from './swap-effect.ts';
import { LONGEST_NOTE, type AddressWish, type ChangeWish, type SwapWish } from './wish.ts';

/** A change as it would be made now: what it does, who allowed it, and what goes out of its parcels for it. `choice`: what comes instead. */
export type PlannedChange = {
  effect: ChangeEffect;
  policy: PolicyMark | null;
  units: readonly TakenUnits[];
  choice: SwapChoice | null;
  reason: string;
  /** Those that it is about, as they stand before it. */
  parcels: readonly PastParcel[];
  sent?: PlannedAddress & { parcelIds: string[] };
};
/** What a wish asks of the world besides its order. */
export type Around = { choices?: readonly SwapChoice[]; address?: AroundAddress };

/**
 * What a wish comes to for an order as it is. Refuses by the code of the policy that says no, `in-progress` for a part of an order that is not
 * paid yet or is being paid in another way, `out-of-stock`, `unknown-postcode`, `no-service` where nobody brings it, and `invalid`.
 */
export function planChange(order: OrderFacts, wish: ChangeWish, { choices = [], address }: Around): PlannedChange {
  if (wish.kind === 'note') return planNote(order, wish.note);
  if (wish.kind === 'address') return planElsewhere(order, wish, address);
  if (wish.kind === 'payment') return planPayment(order, wish.method);
  return wish.kind === 'cancel' ? planCancel(order, wish) : planSwap(order, wish, choices);
}

/** Of a "yes" those that units are taken from, of a "no" all that hold some of what was asked for. */
const takenOf = ({ parcels }: ChangeableOrder, units: readonly TakenUnits[]): PastParcel[] =>
  parcels.filter(({ id }) => units.some(({ parcelId }) => parcelId === id)).map(asItStands);
const holdingOf = ({ parcels }: ChangeableOrder, lines: readonly string[]): PastParcel[] =>
  parcels.filter((parcel) => parcel.lines.some(({ orderLineId }) => lines.includes(orderLineId))).map(asItStands);

function planCancel(order: OrderFacts, wish: Extract<ChangeWish, { kind: 'cancel' }>): PlannedChange {
  const request = { lines: wish.units?.map(({ orderLineId }) => orderLineId) ?? null, reason: wish.reason };
  const parcels = request.lines ? holdingOf(order, request.lines) : order.parcels.map(asItStands);
  const { by, units, isAll } = obey(decideCancel(order.policy, order, wish), { orderId: order.id, asked: 'cancel', request, parcels });
  // A bank is asked for one sum: until it has answered only all of it can be called off.
  if (order.life === 'placed' && !isAll) refuse('in-progress');
  return { effect: cancelEffect(order, units), policy: by, units, choice: null, reason: wish.reason, parcels: takenOf(order, units) };
}

function planSwap(order: OrderFacts, wish: SwapWish, choices: readonly SwapChoice[]): PlannedChange {
  const { orderLineId, quantity, toVariantId } = wish;
  const line = order.parcels.flatMap(({ lines }) => lines).find((one) => one.orderLineId === orderLineId);
  const choice = choices.find((one) => one.orderLineId === orderLineId && one.variantId === toVariantId);
  const asked = {
    orderLineId,
    quantity,
    fromVariantId: line?.variantId ?? '',
    productId: line?.productId ?? '',
    toVariantId,
    toProductId: choice?.productId ?? 'another'
  };
  const isSameProduct = asked.toProductId === asked.productId && asked.toVariantId !== asked.fromVariantId;
  const request = { lines: [orderLineId], isSameProduct, difference: null };
  const about = { orderId: order.id, asked: 'swap', request, parcels: holdingOf(order, request.lines) };
  const { by, units } = obey(decideSwap(order.policy, order, asked), about);
  if (order.life === 'placed') refuse('in-progress');
  if (!choice) refuse('not-same-product');
  const effect = swapEffect(order, units, choice);
  if (effect.more?.how === 'now') {
    const difference = { method: wish.method, amountMinor: effect.more.amountMinor, coversMinor: null };
    obey(decideDifference(order.policy, difference), { ...about, request: { ...request, difference } });
  }
  return { effect, policy: by, units, choice, reason: '', parcels: takenOf(order, units) };
}

function planElsewhere(order: OrderFacts, wish: AddressWish, around: AroundAddress | undefined): PlannedChange {
  const parcels = order.parcels.map(asItStands);
  const { by, parcelIds } = obey(decideAddress(order.policy, order), { orderId: order.id, asked: 'address', parcels });
  if (!around) throw new Error('order-change: nobody looked around for an address');
  const { address, arrivals } = planAddress(order, wish, { parcelIds, around });
  const effect = addressEffect(order, arrivals, parcelIds);
  return { effect, policy: by, units: [], choice: null, reason: '', parcels, sent: { address, arrivals, parcelIds } };
}

function planPayment(order: OrderFacts, to: 'upi' | 'card'): PlannedChange {
  // An order whose bank is asked is paid at its own form; and one payment at a time.
  if (order.life === 'placed' || order.isPaidAnew) refuse('in-progress');
  const request = askedPayment(order, to);
  const parcels = order.parcels.map(asItStands);
  const { by } = obey(decidePayment(order.policy, order, request), { orderId: order.id, asked: 'payment', request, parcels });
  return { effect: payEffect(order), policy: by, units: [], choice: null, reason: '', parcels };
}

function planNote(order: OrderFacts, note: string): PlannedChange {
  if (note.length > LONGEST_NOTE) refuse('invalid', `A note has at most ${LONGEST_NOTE} characters.`);
  if (order.life !== 'placed' && order.life !== 'confirmed') refuse('not-allowed', order.life);
  const effect = { ...NO_EFFECT, kind: 'note' as const, isUndoable: order.life === 'confirmed' };
  return { effect, policy: null, units: [], choice: null, reason: '', parcels: [] };
}
