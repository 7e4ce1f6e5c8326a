import type { Money } from '#lib/kernel/money.ts';
import { deliveryServices, type DeliveryService } from './delivery-rules.ts';
import { planDelivery, type DeliveryProblem, type NoPlan, type Plan } from './sourcing.ts';
import { deliveryFee } from './zones.ts';

export type DeliveryOption = { service: DeliveryService; plan: Plan; fee: Money } | ({ service: DeliveryService } & NoPlan);

/** `goods` is what the goods cost in sum, in minor units: a service may be free from some amount on. */
export type OptionsAsked = Omit<DeliveryProblem, 'service'> & { currency: string; goods: number; services?: readonly DeliveryService[] };

/**
 * Each service with its date, its price and its parcels, or with why not. That we split an order is our affair: the shopper pays
 * for one parcel, the dearest.
 */
export function deliveryOptions(asked: OptionsAsked): DeliveryOption[] {
  return (asked.services ?? deliveryServices).map((service): DeliveryOption => {
    const plan = planDelivery({ ...asked, service });
    if ('none' in plan) return { service, ...plan };
    const fee = feeOf(plan, service, asked);
    return fee === undefined
      ? { service, none: 'no-service', missing: [], decisions: plan.decisions }
      : { service, plan, fee: { amount: fee, currency: asked.currency } };
  });
}

function feeOf(plan: Plan, service: DeliveryService, { rules, currency, goods }: OptionsAsked): number | undefined {
  const fees = plan.parcels.map(({ size, promised }) => {
    const { zone } = promised.steps;
    return zone === null ? undefined : deliveryFee(rules, { service, zone, size, currency, goods });
  });
  const known = fees.filter((fee) => fee !== undefined);
  return known.length === fees.length ? Math.max(...known) : undefined;
}
