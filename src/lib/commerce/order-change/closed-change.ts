import { decideAddress } from '../policies/decide-address.ts';
import { decideCancel } from '../policies/decide-cancel.ts';
import { decideSwap } from '../policies/decide-items.ts';
import { decidePayment } from '../policies/decide-payment.ts';
import type { RuledNo } from '../policies/policy.ts';
import { changeableLines } from './changeable-lines.ts';
import type { OrderFacts } from './order-facts.ts';
import { askedPayment } from './pay-effect.ts';

const ASKED = {
  cancel: cancelOfAny,
  swap: swapOfAny,
  address: (order: OrderFacts) => decideAddress(order.policy, order),
  payment: (order: OrderFacts) => decidePayment(order.policy, order, askedPayment(order, 'card'))
};

export const closedKinds = ['cancel', 'swap', 'address', 'payment'] as const satisfies readonly (keyof typeof ASKED)[];

/** Why nothing of that kind can be changed about an order any more, before anything is chosen; undefined while something can. */
export function closedChange(order: OrderFacts, what: keyof typeof ASKED): RuledNo | undefined {
  const ruling = ASKED[what](order);
  return ruling.allowed ? undefined : ruling;
}

function cancelOfAny(order: OrderFacts) {
  const some = changeableLines(order).find(({ cancellable }) => cancellable > 0);
  const units = some ? [{ orderLineId: some.orderLineId, quantity: some.cancellable }] : null;
  return decideCancel(order.policy, order, { units, reason: order.policy.terms.cancel.reasons[0] ?? 'other' });
}

/** As if there were another make of it. */
function swapOfAny(order: OrderFacts) {
  const lines = changeableLines(order);
  const some = lines.find(({ swappable }) => swappable > 0) ?? lines[0];
  const units = { orderLineId: some?.orderLineId ?? '', quantity: some?.swappable || 1 };
  return decideSwap(order.policy, order, { ...units, productId: '', toProductId: '', fromVariantId: 'this', toVariantId: 'another' });
}
