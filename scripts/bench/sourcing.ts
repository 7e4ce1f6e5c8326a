import { deliveryRulesV1 as rules } from '#lib/commerce/fulfilment/delivery-rules-v1.ts';
import { windowsAt } from '#lib/commerce/fulfilment/promise.ts';
import { planDelivery, type Plan } from '#lib/commerce/fulfilment/sourcing.ts';
import { metresBetween } from '#lib/kernel/geo.ts';
import type { Lab } from './lab.ts';
import { manyNodes, type Network } from './many-nodes.ts';
import { note } from './progress.ts';
import type { Section } from './report.ts';
import { median } from './stats.ts';

const LEAST_PER_SECOND = 300;
const AT = new Date('2026-11-25T07:00:00Z');
const SEED = 'five hundred nodes';

/** How many orders a second one core sources over 500 nodes, beside a search that takes the nearest node with all of it and looks no further. */
export async function measureSourcing({ options: { quick, rounds } }: Lab): Promise<Section> {
  const size = { nodes: 500, variants: 300, orders: quick ? 500 : 10_000, seed: SEED };
  note(`sourcing: ${size.orders} orders over ${size.nodes} nodes`);
  const network = manyNodes(size);
  const found = sourceAll(network);
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(perSecond(size.orders, () => sourceAll(network)));
    plain.push(perSecond(size.orders, () => nearestForAll(network)));
  }
  const plans = found.filter((plan): plan is Plan => !('none' in plan));
  const parcels = plans.reduce((sum, plan) => sum + plan.parcels.length, 0);
  const [rate, yardstick] = [median(ours), median(plain)];
  return {
    name: 'sourcing',
    title: `${size.orders} orders sourced over ${size.nodes} nodes, on one core`,
    figures: [
      { name: 'sourced', value: rate, unit: 'orders/s', goal: { atLeast: LEAST_PER_SECOND }, samples: size.orders * rounds, note: `seed ${SEED}` },
      { name: 'nearest node with all of it', value: yardstick, unit: 'orders/s', samples: size.orders * rounds, note: 'the same orders, no dates, no score' },
      { name: 'ratio', value: rate / yardstick, unit: '' },
      { name: 'parcels an order', value: parcels / plans.length, unit: '' }
    ],
    remarks: [
      `${plans.length} have a plan, ${plans.filter(({ isExact }) => isExact).length} of them proven best; ${found.length - plans.length} cannot be sent`
    ]
  };
}

function sourceAll({ nodes, available, orders }: Network) {
  const [carrier] = orders.map(({ destination }) => destination.calendar);
  if (!carrier) throw new Error('sourcing: no orders');
  const at = { service: 'standard', carrier, rules, at: AT } as const;
  const windows = windowsAt(at);
  return orders.map((order) => planDelivery({ ...order, ...at, nodes, available, currency: 'INR', windows }));
}

function nearestForAll({ nodes, available, orders }: Network): (string | undefined)[] {
  return orders.map(({ lines, destination }) => {
    let nearest: { id: string; metres: number } | undefined;
    for (const { id, place } of nodes) {
      if (!lines.every(({ variantId, quantity }) => available(id, variantId) >= quantity)) continue;
      const metres = metresBetween(place, destination.place);
      if (!nearest || metres < nearest.metres) nearest = { id, metres };
    }
    return nearest?.id;
  });
}

function perSecond(orders: number, work: () => unknown): number {
  const before = performance.now();
  work();
  return (orders * 1_000) / (performance.now() - before);
}
