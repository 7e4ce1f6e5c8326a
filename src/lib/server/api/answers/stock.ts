import type { Availability } from '#db/queries/availability.ts';
import { isDead, type Board, type Bring, type Dead, type StoreStock } from '#lib/commerce/catalog/board.ts';

const iso = (time: string): string => new Date(time).toISOString();

export function stockAnswer({ variantId, sku, counted, stockFloor, levels }: Availability, asOf: Date) {
  const changedAt = levels.map((level) => iso(level.changedAt)).reduce((last, at) => (at > last ? at : last), '');
  return {
    variantId,
    sku,
    counted,
    available: counted ? levels.reduce((sum, { available }) => sum + available, 0) : null,
    version: levels.reduce((sum, { version }) => sum + version, stockFloor),
    changedAt: changedAt === '' ? null : changedAt,
    ageSeconds: changedAt === '' ? null : Math.max(0, Math.round((asOf.getTime() - Date.parse(changedAt)) / 1000)),
    nodes: levels.map(({ nodeId, available, countedAt, ...level }) => ({
      nodeId,
      available,
      changedAt: iso(level.changedAt),
      countedAt: countedAt && iso(countedAt)
    }))
  };
}

export function boardAnswer({ bring, faster, collect, see, stores }: Board) {
  return {
    bring: isDead(bring) ? closed(bring) : bringAnswer(bring),
    faster: faster.map(bringAnswer),
    collect: isDead(collect)
      ? closed(collect)
      : { open: true as const, nodeId: collect.nodeId, readyFrom: collect.from, readyUntil: collect.until, orderBy: collect.orderBy },
    see: isDead(see) ? closed(see) : { open: true as const, nodeId: see.nodeId },
    stores: stores.map(storeAnswer)
  };
}

const closed = ({ dead }: Dead) => ({ open: false as const, reason: dead });

function bringAnswer({ service, costMinor, from, until, orderBy }: Bring) {
  return { open: true as const, service, costMinor, deliverFrom: from, deliverUntil: until, orderBy };
}

function storeAnswer({ nodeId, name, metres, isOpen, closes, opens, available, onShow }: StoreStock) {
  const free = Number.isFinite(available) ? available : null;
  return { nodeId, name, metres: metres === null ? null : Math.round(metres), isOpen, closes, opens, available: free, onShow };
}
