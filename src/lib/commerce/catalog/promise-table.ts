import { metresBetween, type Point } from '#lib/kernel/geo.ts';
import { localDate } from '#lib/kernel/zoned.ts';
import { hoursOn, isOpenAt, nextOpenMoment, type Calendar } from '../fulfilment/calendar.ts';
import { deliveryServices, type DeliveryRules, type DeliveryService, type NodeKind, type Zone } from '../fulfilment/delivery-rules.ts';
import { loadOf, type FulfilmentNode } from '../fulfilment/node.ts';
import { promise, type Promised } from '../fulfilment/promise.ts';
import { placeFacts } from '../fulfilment/rules/place-facts.ts';
import type { PlaceFacts, RuleSet } from '../fulfilment/rules/sourcing-rule.ts';

/** A promise as far as a page needs it. Instants are ISO. */
export type Window = { from: string; until: string; orderBy: string };
/** Whether the doors are open, until when, or from when on again. */
export type Doors = { isOpen: boolean; closes: string | null; opens: string | null };

/** What one node can do for someone at one place, if it has the goods. */
export type NodeWays = {
  nodeId: string;
  name: string;
  kind: NodeKind;
  metres: number | null;
  doors: Doors;
  /** Days of work that wait there, and how often things are not found. */
  load: number;
  misses: number;
  /** What our own rules may ask of it; null where nobody knows how far it is. */
  facts: PlaceFacts | null;
  delivery: Partial<Record<DeliveryService, Window & { zone: Zone }>>;
  collect: Window | null;
};

/** Nearest first. The same for all goods: it is made once for a place and a minute, and stock is held against it page by page. */
export type PromiseTable = { isPlaceKnown: boolean; ways: NodeWays[]; ruled: Ruled };
/** Our own rules, and what they may ask of whoever looks. */
type Ruled = { set: RuleSet; country: string; postcode: string };

export type TableAsked = {
  nodes: readonly FulfilmentNode[];
  position: Point | undefined;
  country: string;
  days: Calendar;
  rules: DeliveryRules;
  at: Date;
  ruled: Omit<Ruled, 'country'>;
};

export function promiseTable(asked: TableAsked): PromiseTable {
  const ways = asked.nodes
    .filter(({ isUp }) => isUp)
    .map((node) => ({ node, metres: asked.position ? metresBetween(asked.position, node.place) : null }))
    .map(({ node, metres }): NodeWays => ({
      nodeId: node.id,
      name: node.name,
      kind: node.kind,
      metres,
      facts: metres === null ? null : placeFacts(node, metres, asked.at),
      doors: doorsOf(node.calendar, asked.at),
      load: loadOf(node),
      misses: node.missRate ?? 0,
      delivery: deliveryOf(node, asked),
      collect: collectOf(node, asked)
    }))
    .toSorted((a, b) => (a.metres ?? 0) - (b.metres ?? 0) || (a.nodeId < b.nodeId ? -1 : 1));
  return { isPlaceKnown: asked.position !== undefined, ways, ruled: { ...asked.ruled, country: asked.country } };
}

function deliveryOf(node: FulfilmentNode, { position, country, days, rules, at }: TableAsked): NodeWays['delivery'] {
  const open: NodeWays['delivery'] = {};
  if (!position) return open;
  const destination = { place: position, country, calendar: days };
  for (const service of deliveryServices) {
    const promised = promise({ service, node, destination, carrier: days, rules, at });
    if (!('none' in promised) && promised.steps.zone) open[service] = { ...windowOf(promised), zone: promised.steps.zone };
  }
  return open;
}

function collectOf(node: FulfilmentNode, { rules, at }: TableAsked): Window | null {
  const promised = promise({ service: 'pickup', node, rules, at });
  return 'none' in promised ? null : windowOf(promised);
}

function windowOf({ deliverFrom, deliverUntil, orderBy }: Promised): Window {
  return { from: deliverFrom.toISOString(), until: deliverUntil.toISOString(), orderBy: orderBy.toISOString() };
}

export function doorsOf(calendar: Calendar, at: Date): Doors {
  const isOpen = isOpenAt(calendar, at);
  if (isOpen) return { isOpen, closes: hoursOn(calendar, localDate(at, calendar.zone))?.closes.toISOString() ?? null, opens: null };
  return { isOpen, closes: null, opens: nextOpenMoment(calendar, at)?.toISOString() ?? null };
}
