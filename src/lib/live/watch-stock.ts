import type { StockSnapshot } from '#lib/commerce/stock/stock.ts';
import { MOST_TOPICS } from '#realtime/protocol.ts';
import { ANSWER_WITHIN_MS, answered, later } from './ask.ts';
import { liveSocket, type LiveSocket } from './socket.ts';
import { watchers, type Watchers } from './watchers.ts';

let watching: Watchers<StockSnapshot> | undefined;

/** Hears what is in stock of these variants, now and whenever it changes. The returned function leaves. */
export function watchStock(variantIds: readonly string[], hear: (snapshots: StockSnapshot[]) => void): () => void {
  watching ??= start();
  return watching.enter(variantIds, hear);
}

function start(): Watchers<StockSnapshot> {
  let socket: LiveSocket | undefined;
  const stock = watchers<StockSnapshot>({
    idOf: (snapshot) => snapshot.variantId,
    ask: async (ids) => {
      if (!socket) return undefined;
      const variantIds = ids.slice(0, MOST_TOPICS);
      return answered(socket.timeout(ANSWER_WITHIN_MS).emitWithAck('stock.watch', { variantIds }));
    },
    drop: (ids) => socket?.emit('stock.unwatch', { variantIds: ids.slice(0, MOST_TOPICS) }, () => undefined),
    later
  });
  void liveSocket().then((opened) => {
    socket = opened;
    socket.on('stock.changed', (snapshot) => stock.hear([snapshot]));
    socket.on('connect', stock.connected).on('disconnect', stock.lost);
    if (socket.connected) stock.connected();
  });
  return stock;
}
