import { metresBetween } from '#lib/kernel/geo.ts';
import { nodeOf, type NodeRecord } from '../fulfilment/node.ts';
import type { StoreOnTheWay, WishedParcel } from './travel-wish.ts';

type Version = { state: string; deliverFrom: Date; deliverUntil: Date; inputs: Record<string, unknown> };

/** The promise as wishes are judged by it: the version that was told last, in the unit of the plan behind it. */
export function wishPromise(versions: readonly Version[]): WishedParcel['promise'] {
  const last = versions.at(-1);
  const planned = versions.findLast(({ inputs }) => inputs['transit']);
  const transit = planned?.inputs['transit'] as { unit?: string } | undefined;
  return last ? { state: last.state, deliverFrom: last.deliverFrom, deliverUntil: last.deliverUntil, unit: transit?.unit ?? '' } : null;
}

type Door = { lat: number | null; lng: number | null };

/** Our open stores where things are collected, by their way from the door. */
export function storesNear(nodes: readonly (NodeRecord & { queueDepth: number })[], { lat, lng }: Door): StoreOnTheWay[] {
  if (lat === null || lng === null) return [];
  return nodes
    .filter(({ kind, status, methods }) => kind === 'store' && status === 'up' && methods.includes('pickup'))
    .map((node) => nodeOf(node, node.queueDepth))
    .map(({ id: nodeId, name, place, calendar }) => ({ nodeId, name, calendar, metres: metresBetween({ lat, lng }, place) }));
}
