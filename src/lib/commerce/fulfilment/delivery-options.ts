import type { Money } from '#lib/kernel/money.ts';
import { deliveryServices, type DeliveryService } from './delivery-rules.ts';
import { dominates, type Measures } from './plan-measures.ts';
import { plansToChooseFrom, type DeliveryProblem, type NoPlan, type Plan } from './sourcing.ts';
import { deliveryFee } from './zones.ts';

/** `id` names the service, and where it is not that service's first plan also the nodes that send. */
export type OpenOption = { id: string; service: DeliveryService; plan: Plan; fee: Money };
export type DeliveryOption = OpenOption | ({ id: string; service: DeliveryService } & NoPlan);

/** `goods` is what the goods cost in sum, in minor units: a service may be free from some amount on. */
export type OptionsAsked = Omit<DeliveryProblem, 'service'> & { goods: number; services?: readonly DeliveryService[] };

/** More than so many ways are no choice any more. */
const MOST_WAYS = 4;

/**
 * The ways of all services of which none is worse than another in day, price, parcels and distance at once, at most four: of each service
 * its best, then others. A service without a way comes with why not. That we split an order is our affair: the shopper pays for one
 * parcel, the dearest.
 */
export function deliveryOptions(asked: OptionsAsked): DeliveryOption[] {
  const services = asked.services ?? deliveryServices;
  const all = services.map((service) => ({ service, ways: waysOf(service, asked) }));
  const open = all.flatMap(({ ways }) => ('none' in ways ? [] : ways));
  const worth = open.filter((way) => !open.some((other) => dominates(shownOf(other), shownOf(way))));
  const firsts = worth.filter(({ id, service }) => id === service);
  const shown = new Set([...firsts, ...worth].filter((way) => isFirstOfItsKind(way, worth)).slice(0, Math.max(MOST_WAYS, firsts.length)));
  return all.flatMap(({ service, ways }): DeliveryOption[] =>
    'none' in ways ? [{ id: service, service, ...ways }] : ways.filter((way) => shown.has(way))
  );
}

function waysOf(service: DeliveryService, asked: OptionsAsked): OpenOption[] | NoPlan {
  const plans = plansToChooseFrom({ ...asked, service }, MOST_WAYS);
  if ('none' in plans) return plans;
  const { currency } = asked;
  const priced = plans.map((plan, place): OpenOption | undefined => {
    const amount = feeOf(plan, service, asked);
    return amount === undefined ? undefined : { id: place === 0 ? service : idOf(service, plan), service, plan, fee: { amount, currency } };
  });
  const open = priced.filter((way) => way !== undefined);
  return open.length > 0 ? open : { none: 'no-service', missing: [], decisions: plans[0]?.decisions ?? [] };
}

const idOf = (service: string, { parcels }: Plan): string =>
  `${service}~${parcels
    .map(({ nodeId }) => nodeId)
    .toSorted()
    .join('+')}`;

/** What the shopper holds them against each other by: the price is theirs, not ours. */
const shownOf = ({ plan: { measures }, fee }: OpenOption): Measures => ({ ...measures, costMinor: fee.amount });

/** Two ways with the same day, price, parcels and distance are one to whoever chooses. */
function isFirstOfItsKind(way: OpenOption, all: readonly OpenOption[]): boolean {
  const kind = kindOf(way);
  return all.find((other) => kindOf(other) === kind) === way;
}

function kindOf(way: OpenOption): string {
  const { arrivesAt, parcels, costMinor, metres } = shownOf(way);
  return [arrivesAt, parcels, costMinor, metres].join();
}

function feeOf(plan: Plan, service: DeliveryService, { rules, currency, goods }: OptionsAsked): number | undefined {
  const fees = plan.parcels.map(({ size, promised }) => {
    const { zone } = promised.steps;
    return zone === null ? undefined : deliveryFee(rules, { service, zone, size, currency, goods });
  });
  const known = fees.filter((fee) => fee !== undefined);
  return known.length === fees.length ? Math.max(...known) : undefined;
}
