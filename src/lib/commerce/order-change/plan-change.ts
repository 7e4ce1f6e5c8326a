import { refuse } from '#lib/kernel/refusal.ts';
import { decideCancel } from '../policies/decide-cancel.ts';
import { obey } from '../policies/obey.ts';
import type { PolicyMark } from '../policies/policy.ts';
import type { TakenUnits } from '../policies/changeable-order.ts';
import { cancelEffect } from './cancel-effect.ts';
import { NO_EFFECT, type ChangeEffect } from './change-effect.ts';
import type { OrderFacts } from './order-facts.ts';
import { LONGEST_NOTE, type ChangeWish } from './wish.ts';

/** A change as it would be made now: what it does, who allowed it, and what goes out of its parcels for it. */
export type PlannedChange = { effect: ChangeEffect; policy: PolicyMark | null; units: readonly TakenUnits[]; reason: string };

/**
 * What a wish comes to for an order as it is. Refuses by the code of the policy that says no, `in-progress` for a part of an order that is not
 * paid yet, and `invalid`.
 */
export function planChange(order: OrderFacts, wish: ChangeWish): PlannedChange {
  return wish.kind === 'note' ? planNote(order, wish.note) : planCancel(order, wish);
}

function planCancel(order: OrderFacts, wish: Extract<ChangeWish, { kind: 'cancel' }>): PlannedChange {
  const { by, units, isAll } = obey(decideCancel(order.policy, order, wish), { orderId: order.id, asked: 'cancel' });
  // A bank is asked for one sum: until it has answered only all of it can be called off.
  if (order.life === 'placed' && !isAll) refuse('in-progress');
  return { effect: cancelEffect(order, units), policy: by, units, reason: wish.reason };
}

function planNote(order: OrderFacts, note: string): PlannedChange {
  if (note.length > LONGEST_NOTE) refuse('invalid', `A note has at most ${LONGEST_NOTE} characters.`);
  if (order.life !== 'placed' && order.life !== 'confirmed') refuse('not-allowed', order.life);
  return { effect: { ...NO_EFFECT, kind: 'note', isUndoable: true }, policy: null, units: [], reason: '' };
}
