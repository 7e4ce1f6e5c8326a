import type { WishKind } from '../fulfilment/carrier.ts';
import type { ChangeableParcel } from './changeable-order.ts';
import type { Policy, Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** Whether that may be asked of how a parcel comes. Whether its carrier can do it, and still reach it, is no question of policy. */
export function decideDelivery(policy: Policy, { state }: Pick<ChangeableParcel, 'state'>, wish: WishKind): Ruling {
  const { states, wishes } = policy.terms.delivery;
  if (!wishes.includes(wish)) return ruledOut(ruledBy(policy, 'delivery.wishes'), 'method-not-offered', wish, ['support']);
  const by = ruledBy(policy, 'delivery.states');
  return states.includes(state) ? { allowed: true, by } : ruledOut(by, 'method-not-offered', wish, ['support']);
}
