import type { KeptNotice } from '#lib/commerce/notices/inbox.ts';
import type { AccessKeys } from '../../access-keys.ts';

const iso = (time: string | Date): string => new Date(time).toISOString();
const windowOf = (window: { from: string; until: string } | null) => window && { from: iso(window.from), until: iso(window.until) };

export function noticeAnswer({ orderId, fulfilmentOrderId, was, now, at, readAt, undoUntil, ...notice }: KeptNotice, keys: AccessKeys) {
  return {
    ...notice,
    orderKey: keys.make('order', orderId),
    parcelId: fulfilmentOrderId,
    was: windowOf(was),
    now: windowOf(now),
    at: iso(at),
    readAt: readAt && iso(readAt),
    undoUntil: undoUntil && iso(undoUntil)
  };
}
