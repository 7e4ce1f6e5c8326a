import type { Money } from '#lib/kernel/money.ts';
import { deliveryServices, type DeliveryService } from './delivery-rules.ts';
import { dominates, isAsGoodAs, type Measures } from './plan-measures.ts';
import { waysToSend, type DeliveryProblem, type NoPlan, type Plan, type Way } from './sourcing.ts';
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
  const all = services.map((service) => ({ service, ways: pricedWays(service, asked) }));
  const open = all.flatMap(({ ways }) => ('none' in ways ? [] : ways));
  const worth = open.filter((way) => !open.some((other) => dominates(other.shown, way.shown)));
  const firsts = worth.filter(({ id, service }) => id === service);
  const shown = new Set([...firsts, ...worth].filter((way) => isFirstOfItsKind(way, worth)).slice(0, Math.max(MOST_WAYS, firsts.length)));
  return all.flatMap(({ service, ways }): DeliveryOption[] =>
    'none' in ways ? [{ id: service, service, ...ways }] : ways.filter((way) => shown.has(way)).map((way) => optionOf(way, asked))
  );
}

/** `shown`: what the shopper holds ways against each other by. The price is theirs, not ours. */
type PricedWay = { id: string; service: DeliveryService; way: Way; feeMinor: number; shown: Measures };

function pricedWays(service: DeliveryService, asked: OptionsAsked): PricedWay[] | NoPlan {
  const ways = waysToSend({ ...asked, service }, MOST_WAYS);
  if ('none' in ways) return ways;
  return ways.map((way, place): PricedWay => {
    const feeMinor = feeOf(way, service, asked);
    const shown = { ...way.measures, costMinor: feeMinor };
    return { id: place === 0 ? service : idOf(service, way), service, way, feeMinor, shown };
  });
}

const optionOf = ({ id, service, way, feeMinor }: PricedWay, { currency }: OptionsAsked): OpenOption => ({
  id,
  service,
  plan: way.plan(),
  fee: { amount: feeMinor, currency }
});

const idOf = (service: string, { parcels }: Way): string =>
  `${service}~${parcels
    .map(({ nodeId }) => nodeId)
    .toSorted()
    .join('+')}`;

/** Two ways with the same day, price, parcels and distance are one to whoever chooses. */
const isFirstOfItsKind = (way: PricedWay, all: readonly PricedWay[]): boolean =>
  all.find(({ shown }) => isAsGoodAs(shown, way.shown) && isAsGoodAs(way.shown, shown)) === way;

function feeOf({ parcels }: Way, service: DeliveryService, { rules, currency, goods }: OptionsAsked): number {
  const fees = parcels.map(({ zone, size }) => deliveryFee(rules, { service, zone, size, currency, goods }));
  // Where there is no price nothing is sourced.
  return Math.max(...fees.map((fee) => fee ?? Number.NaN));
}
