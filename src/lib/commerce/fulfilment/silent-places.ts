import type { Calendar } from './calendar.ts';
import { deliveryServices, type DeliveryRules, type FulfilmentService } from './delivery-rules.ts';
import type { FulfilmentNode } from './node.ts';
import { promise, type NoPromise } from './promise.ts';

/** A place that should promise something and cannot. */
export type SilentPlace = {
  nodeId: string;
  name: string;
  why: 'unreadable' | 'no-hours' | 'no-service' | 'never-open';
  services: FulfilmentService[];
};

type Asked = { rules: DeliveryRules; carrier: Calendar; at: Date };

/** Open places whose hours cannot be read, that have none, do nothing of what their kind is for, or find no day in the weeks ahead for a service that is theirs. */
export function silentPlaces(nodes: readonly FulfilmentNode[], asked: Asked): SilentPlace[] {
  return nodes.filter(({ isUp }) => isUp).flatMap((node) => silentPlace(node, asked) ?? []);
}

function silentPlace(node: FulfilmentNode, asked: Asked): SilentPlace | undefined {
  const { id: nodeId, name } = node;
  const services = ([...deliveryServices, 'pickup'] as const).filter(
    (service) => node.cutOffs[service] !== undefined && asked.rules.offeredBy[service].includes(node.kind)
  );
  if (node.isUnreadable) return { nodeId, name, why: 'unreadable', services };
  if (node.calendar.week.every((day) => day === null)) return { nodeId, name, why: 'no-hours', services };
  if (services.length === 0) return { nodeId, name, why: 'no-service', services };
  const never = services.filter((service) => whyNot(node, service, asked) === 'never-open');
  return never.length > 0 ? { nodeId, name, why: 'never-open', services: never } : undefined;
}

/** To its own door step: what it cannot promise there it can promise nowhere. */
function whyNot(node: FulfilmentNode, service: FulfilmentService, { rules, carrier, at }: Asked): NoPromise['none'] | undefined {
  const destination = { place: node.place, country: node.country, calendar: carrier };
  const promised =
    service === 'pickup' ? promise({ service, node, rules, at }) : promise({ service, node, destination, carrier, rules, at });
  return 'none' in promised ? promised.none : undefined;
}
