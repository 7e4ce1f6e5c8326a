import { nodeOf, type NodeRecord } from '../fulfilment/node.ts';
import { placeFacts } from '../fulfilment/rules/place-facts.ts';
import { NO_RULES, ruledBy, type RuleSet } from '../fulfilment/rules/sourcing-rule.ts';
import { parcelSize } from '../fulfilment/zones.ts';
import { totalsOf } from '../orders/order.ts';
import type { CartView } from './cart-view.ts';
import type { DeliveryChoice, PlannedParcel } from './delivery-choice.ts';

/** Whether other rules are in force than when this plan was made. `cart.ruleSet` says which are. */
export function wereRulesChanged({ ruleSet = NO_RULES.version }: CartView, delivery: Pick<DeliveryChoice, 'parcels'> | null): boolean {
  return (delivery?.parcels ?? []).some(({ method, inputs }) => method === 'ship' && (inputs['ruleSet'] ?? NO_RULES.version) !== ruleSet);
}

type Asked = { cart: CartView; nodes: readonly (NodeRecord & { queueDepth: number })[]; ruleSet: RuleSet | undefined };

/** Whether the rules in force keep a place out that was to send. Points change nothing any more: what was promised is kept. */
export function isRuledOut({ cart, nodes, ruleSet = NO_RULES }: Asked, { parcels }: Pick<DeliveryChoice, 'parcels'>, at: Date): boolean {
  const byId = new Map(nodes.map((node) => [node.id, nodeOf(node, node.queueDepth)]));
  const ships = cart.lines.filter(({ method }) => method === 'ship');
  const basket = {
    country: cart.country,
    postcode: cart.postcode ?? '',
    units: ships.reduce((sum, { quantity }) => sum + quantity, 0),
    valueMinor: totalsOf(cart, null).goodsMinor,
    sizeClass: parcelSize(ships.map(({ sizeClass }) => sizeClass))
  };
  const isOut = ({ nodeId, service, distanceMetres, method }: PlannedParcel): boolean => {
    const node = byId.get(nodeId);
    const ask = method === 'ship' ? ruledBy(ruleSet, { ...basket, service }) : undefined;
    return node !== undefined && ask !== undefined && ask(placeFacts(node, distanceMetres, at)).isOut;
  };
  return parcels.some(isOut);
}
