import { isOpenOrder, openUnits, takenFrom, titleOf, type AskedUnits, type ChangeableOrder, type TakenUnits } from './changeable-order.ts';
import type { CancelReason, Policy, Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** Without units it is all that has not ended. */
export type AskedCancel = { units: readonly AskedUnits[] | null; reason: CancelReason };

/** Whether that may be called off, and where it is taken from. Of what is asked all may be, or nothing is. */
export function decideCancel(policy: Policy, order: ChangeableOrder, asked: AskedCancel): Ruling<{ units: TakenUnits[]; isAll: boolean }> {
  const { states, reasons, afterItemChange } = policy.terms.cancel;
  const all = openUnits(order);
  if (!isOpenOrder(order) || all.length === 0)
    return ruledOut(ruledBy(policy, 'cancel.states'), 'already-ended', '', ['return', 'reorder']);
  if (!reasons.includes(asked.reason)) return ruledOut(ruledBy(policy, 'cancel.reasons'), 'reason-not-taken', asked.reason, ['support']);
  if (!afterItemChange && order.itemChanges > 0)
    return ruledOut(ruledBy(policy, 'cancel.afterItemChange'), 'changed-before', '', ['return']);
  const wanted = asked.units ?? all;
  if (wanted.every(({ quantity }) => quantity < 1)) return ruledOut(ruledBy(policy, 'cancel.states'), 'nothing-asked');
  const units = takenFrom(order, wanted, states);
  if (!units) return noOf(policy, order, wanted);
  const isAll = all.every(({ orderLineId, quantity }) => sumOf(units, orderLineId) === quantity);
  return { allowed: true, by: ruledBy(policy, 'cancel.states'), units, isAll };
}

/** Names the first thing of which fewer may be called off than are asked. */
function noOf(policy: Policy, order: ChangeableOrder, wanted: readonly AskedUnits[]) {
  const { states } = policy.terms.cancel;
  const stuck = wanted.find((one) => !takenFrom(order, [one], states)) ?? wanted[0];
  const isThere = openUnits(order).some(({ orderLineId, quantity }) => orderLineId === stuck?.orderLineId && quantity >= stuck.quantity);
  const others = openUnits(order).some((one) => one.orderLineId !== stuck?.orderLineId && takenFrom(order, [one], states));
  const by = ruledBy(policy, 'cancel.states');
  if (!isThere) return ruledOut(by, 'already-ended', '', ['return', 'reorder']);
  return ruledOut(by, 'already-begun', titleOf(order, stuck?.orderLineId ?? ''), others ? ['cancel-rest', 'return'] : ['return']);
}

const sumOf = (units: readonly TakenUnits[], orderLineId: string): number =>
  units.filter((one) => one.orderLineId === orderLineId).reduce((sum, { quantity }) => sum + quantity, 0);
