import { localTime } from '#lib/kernel/zoned.ts';
import type { FulfilmentNode } from '../node.ts';
import type { PlaceFacts } from './sourcing-rule.ts';

export function placeFacts({ id, kind, queueDepth, calendar }: FulfilmentNode, metres: number, at: Date): PlaceFacts {
  const hour = Math.floor(localTime(at, calendar.zone).minute / 60);
  return { nodeId: id, nodeKind: kind, queueDepth, distanceMetres: Math.round(metres), hour };
}
