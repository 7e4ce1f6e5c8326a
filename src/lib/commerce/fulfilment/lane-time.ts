import { transitOf } from './zones.ts';
import type { DeliveryRules, DeliveryService, Transit, Zone } from './delivery-rules.ts';
import type { FulfilmentNode } from './node.ts';

/**
 * How long it takes from the planned van of a place to the doors of a zone, as our own deliveries of late have shown: days of the carrier, or
 * minutes for what a rider brings. `level`: whether its own lane was known well enough, or all lanes of that service and zone speak for it.
 * `n` deliveries say so. What a late hand-over adds is within.
 */
export type LaneTime = Transit & {
  service: DeliveryService;
  zone: Zone;
  level: 'lane' | 'zone';
  n: number;
  /** Of it, by how much the place hands over later than planned, and how many parcels say so. */
  late: { n: number; p50: number; p90: number };
  /** ISO. */
  computedAt: string;
  ruleVersion: string;
};

/** How lanes are learned: another version is another way, whose figures are not to be mixed with the old ones. */
const LEARNING = 'lanes-1';
/** What was learned by other zones or in another way says nothing. */
export const laneRuleVersion = (rules: DeliveryRules): string => `${rules.version} ${LEARNING}`;

/** What a place needs to that zone: learned from what it did, or from the zone table while too little is known. */
export function laneTransit(
  node: Pick<FulfilmentNode, 'laneTimes'>,
  { rules, service, zone }: { rules: DeliveryRules; service: DeliveryService; zone: Zone }
): { transit: Transit; learned: LaneTime | null } | 'unknown' | undefined {
  const table = transitOf(rules, service, zone);
  // Whether it goes there, and whether anybody can say how long, is not learned.
  if (table === undefined || table === 'unknown') return table;
  const learned = node.laneTimes?.find((one) => one.service === service && one.zone === zone && isOfToday(one, rules, table));
  return learned ? { transit: { unit: learned.unit, p50: learned.p50, p90: learned.p90 }, learned } : { transit: table, learned: null };
}

const isOfToday = ({ ruleVersion, unit }: LaneTime, rules: DeliveryRules, table: Transit): boolean =>
  ruleVersion === laneRuleVersion(rules) && table.unit === unit;
