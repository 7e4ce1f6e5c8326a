import { isOpenOrder, openUnits, takenFrom, titleOf, type AskedUnits, type ChangeableOrder, type TakenUnits } from './changeable-order.ts';
import type { Policy, Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** What is asked for instead, and of which products both are. Whether there is enough of it is no question of policy. */
export type AskedSwap = AskedUnits & { productId: string; toVariantId: string; toProductId: string; fromVariantId: string };

/** Whether units of an order may become another size or colour of the same thing. */
export function decideSwap(policy: Policy, order: ChangeableOrder, asked: AskedSwap): Ruling<{ units: TakenUnits[] }> {
  const { states, mostChanges, swapFor } = policy.terms.items;
  const by = ruledBy(policy, 'items.states');
  if (!isOpenOrder(order)) return ruledOut(by, 'already-ended', '', ['return', 'reorder']);
  if (swapFor === 'nothing') return ruledOut(ruledBy(policy, 'items.swapFor'), 'method-not-offered', '', ['cancel-rest', 'return']);
  if (order.itemChanges >= mostChanges) {
    return ruledOut(ruledBy(policy, 'items.mostChanges'), 'item-changes-used', String(mostChanges), ['cancel-rest', 'exchange']);
  }
  if (asked.toProductId !== asked.productId || asked.toVariantId === asked.fromVariantId) {
    return ruledOut(ruledBy(policy, 'items.swapFor'), 'not-same-product', '', ['cancel-rest', 'reorder']);
  }
  if (asked.quantity < 1) return ruledOut(by, 'nothing-asked');
  const units = takenFrom(order, [asked], states);
  if (units) return { allowed: true, by, units };
  const isThere = openUnits(order).some((one) => one.orderLineId === asked.orderLineId && one.quantity >= asked.quantity);
  return isThere
    ? ruledOut(by, 'already-begun', titleOf(order, asked.orderLineId), ['exchange', 'return'])
    : ruledOut(by, 'already-ended', '', ['return', 'reorder']);
}
