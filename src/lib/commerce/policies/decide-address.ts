import { isOpenOrder, isOverParcel, type ChangeableOrder } from './changeable-order.ts';
import type { Policy, Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** Whether what is still to be brought may go elsewhere: all of it, or none, because an order goes to one door. */
export function decideAddress(policy: Policy, order: ChangeableOrder): Ruling<{ parcelIds: string[] }> {
  const by = ruledBy(policy, 'address.states');
  const brought = order.parcels.filter((parcel) => parcel.method === 'ship' && !isOverParcel(parcel));
  if (!isOpenOrder(order)) return ruledOut(by, 'already-ended', '', ['return', 'reorder']);
  if (brought.length === 0) return ruledOut(by, 'nothing-brought', '', ['change-way']);
  const begun = brought.find(({ state }) => !policy.terms.address.states.includes(state));
  if (begun) return ruledOut(by, 'already-begun', begun.lines[0]?.title ?? '', ['change-way', 'return']);
  return { allowed: true, by, parcelIds: brought.map(({ id }) => id) };
}
