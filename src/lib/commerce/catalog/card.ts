import { daysBetween, dayText, type Instant } from '#lib/ui/when.ts';
import { ruledBy } from '../fulfilment/rules/sourcing-rule.ts';
import { inSentence } from './countdown.ts';
import type { PictureData } from './picture-sources.ts';
import type { PromiseTable } from './promise-table.ts';

/** A product among others. Prices in minor units; `toMinor` is the dearest variant's. */
export type CardData = {
  id: string;
  href: string;
  title: string;
  minor: number;
  toMinor: number;
  wasMinor: number | null;
  currency: string;
  picture: PictureData | undefined;
  second: PictureData | undefined;
  looks: string[];
  /** What to watch, so that the line below follows the shop. */
  variantIds: string[];
  /** False when some variant is sold without counting. */
  counted: boolean;
  line: string;
};

/** What each node means for someone at this place, in words, nearest first. */
export type CardWay = { nodeId: string; collect: string | null; bring: string | null };

/** Nobody drives further than this to fetch a mug, in metres. */
const NEAR_METRES = 25_000;
const FEW = 3;

export function cardWays({ ways, ruled }: PromiseTable, now: Instant, zone: string): CardWay[] {
  // What it is, and what it is worth, is not known here: rules that ask for that are for the page of the product.
  const ask = ruledBy(ruled.set, { service: 'standard', country: ruled.country, postcode: ruled.postcode, units: 1 });
  return ways.map(({ nodeId, name, metres, collect, delivery, facts }) => ({
    nodeId,
    collect:
      collect && metres !== null && metres <= NEAR_METRES && daysBetween(now, collect.until, zone) <= 1
        ? collectLine(collect.until, name, now, zone)
        : null,
    bring: delivery.standard && !(facts && ask?.(facts).isOut) ? `Here ${dayInLine(delivery.standard.until, now, zone)}` : null
  }));
}

function collectLine(until: string, name: string, now: Instant, zone: string): string {
  return `Collect ${dayInLine(until, now, zone)}, ${name}`;
}

function dayInLine(at: Instant, now: Instant, zone: string): string {
  const day = dayText(at, now, zone);
  return daysBetween(now, at, zone) <= 1 ? inSentence(day) : `by ${day}`;
}

export type CardStock = readonly { nodeId: string; available: number }[];

/** One line under a card: what is most worth knowing about its stock here and now. */
export function cardLine(stock: CardStock, ways: readonly CardWay[], counted = true): string {
  const has = (nodeId: string): boolean => !counted || stock.some((one) => one.nodeId === nodeId && one.available > 0);
  const left = stock.reduce((sum, { available }) => sum + Math.max(0, available), 0);
  if (counted && left === 0) return 'None left';
  if (counted && left <= FEW) return left === 1 ? 'The last one' : `Only ${left} left`;
  return (
    ways.find(({ nodeId, collect }) => collect !== null && has(nodeId))?.collect ??
    ways.find(({ nodeId, bring }) => bring !== null && has(nodeId))?.bring ??
    ''
  );
}
