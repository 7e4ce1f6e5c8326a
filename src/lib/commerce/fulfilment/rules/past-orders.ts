import * as z from 'zod';
import { localTime } from '#lib/kernel/zoned.ts';
import { MARKET } from '../../stores/market.ts';
import type { Supplier } from '../covers.ts';
import { deliveryRulesV1 } from '../delivery-rules-v1.ts';
import type { SizeClass } from '../delivery-rules.ts';
import type { NodeRecord } from '../node.ts';
import type { Scale } from '../plan-measures.ts';
import { leastFee, parcelSize } from '../zones.ts';
import type { BasketFacts, PlaceFacts } from './sourcing-rule.ts';

/** An order as it is stored: of what is sent, with what its first promise was computed from. Lines in the order of their variants. */
export type PastRecord = {
  number: string;
  country: string;
  postcode: string;
  currency: string;
  valueMinor: number;
  inputs: unknown;
  ruleVersion: string;
  lines: { units: number; size: SizeClass }[] | null;
};

export type PastPlace = { supplier: Supplier; facts: PlaceFacts };
/** An order that can be decided again, with every place that could have sent some of it. */
export type PastOrder = { number: string; basket: BasketFacts; wanted: number[]; places: PastPlace[]; scale: Scale };

/** More of the past says little more about today. */
export const MOST_PAST_ORDERS = 500;

const Amounts = z.array(z.number());
const Kept = z.object({
  service: z.string(),
  at: z.coerce.date(),
  wanted: Amounts.optional(),
  decisions: z.array(
    z.object({
      nodeId: z.string(),
      metres: z.number().nullable(),
      offer: z.object({ has: Amounts, costs: Amounts, arrivesAt: z.number(), load: z.number(), misses: z.number() }).optional()
    })
  )
});
type Kept = z.infer<typeof Kept>;

/** Those that can be decided again. */
export function pastOrdersOf(records: readonly PastRecord[], nodes: readonly NodeRecord[]): PastOrder[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return records.flatMap((record) => pastOrderOf(record, byId) ?? []);
}

/**
 * Undefined where too little was kept, or was decided by other weights or in another currency: such an order says nothing about a rule.
 * How many parcels waited at a place follows from its load and what it can do in a day.
 */
function pastOrderOf(record: PastRecord, nodes: ReadonlyMap<string, NodeRecord>): PastOrder | undefined {
  const kept = Kept.safeParse(record.inputs).data;
  const feeMinor = leastFee(deliveryRulesV1, record.currency);
  const isLikeToday = record.ruleVersion === deliveryRulesV1.version && record.currency === MARKET.currency;
  if (!kept || !record.lines || feeMinor === undefined || !isLikeToday) return undefined;
  const wanted = kept.wanted ?? record.lines.map(({ units }) => units);
  const places = kept.decisions.flatMap((one) => placeOf(one, kept.at, nodes) ?? []);
  if (places.length === 0 || places.some(({ supplier: { has, costs } }) => has.length !== wanted.length || costs.length !== wanted.length))
    return undefined;
  return {
    number: record.number,
    basket: {
      service: kept.service,
      country: record.country,
      postcode: record.postcode,
      units: wanted.reduce((sum, units) => sum + units, 0),
      valueMinor: record.valueMinor,
      sizeClass: parcelSize(record.lines.map(({ size }) => size))
    },
    wanted,
    places,
    scale: { weights: deliveryRulesV1.sourcing.weights, at: kept.at.getTime(), feeMinor }
  };
}

function placeOf({ nodeId, metres, offer }: Kept['decisions'][number], at: Date, nodes: ReadonlyMap<string, NodeRecord>) {
  const node = nodes.get(nodeId);
  if (!offer || metres === null || !node) return undefined;
  const facts: PlaceFacts = {
    nodeId,
    nodeKind: node.kind,
    queueDepth: Math.round(offer.load * Math.max(1, node.capacityPerDay)),
    distanceMetres: Math.round(metres),
    hour: Math.floor(localTime(at, node.timeZone).minute / 60)
  };
  return { supplier: { id: nodeId, metres, ...offer }, facts };
}
