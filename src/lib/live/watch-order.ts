import type { OrderSnapshot } from '#lib/commerce/orders/order-snapshot.ts';
import { ANSWER_WITHIN_MS, answered, later } from './ask.ts';
import { liveSocket, type LiveSocket } from './socket.ts';
import { watchers, type Watchers } from './watchers.ts';

/** Asked for by its key, heard of by its id: the answer to the first joins both. */
type Known = OrderSnapshot & { orderKey: string };

let watching: Watchers<Known> | undefined;

/** Hears how far the order behind this key is, now and whenever something happens to it. The returned function leaves. */
export function watchOrder(orderKey: string, hear: (snapshot: OrderSnapshot) => void): () => void {
  watching ??= start();
  return watching.enter([orderKey], (snapshots) => snapshots.forEach(hear));
}

function start(): Watchers<Known> {
  let socket: LiveSocket | undefined;
  const keys = new Map<string, string>();

  async function ask(orderKey: string): Promise<Known | undefined> {
    const snapshot = socket && (await answered<OrderSnapshot>(socket.timeout(ANSWER_WITHIN_MS).emitWithAck('order.watch', { orderKey })));
    if (!snapshot) return undefined;
    keys.set(snapshot.orderId, orderKey);
    return { ...snapshot, orderKey };
  }

  const orders = watchers<Known>({
    idOf: (snapshot) => snapshot.orderKey,
    async ask(orderKeys) {
      const snapshots = (await Promise.all(orderKeys.map(ask))).filter((snapshot) => snapshot !== undefined);
      return snapshots.length === orderKeys.length ? snapshots : undefined;
    },
    drop: (orderKeys) => orderKeys.forEach((orderKey) => socket?.emit('order.unwatch', { orderKey }, () => undefined)),
    later
  });
  void liveSocket().then((opened) => {
    socket = opened;
    socket.on('order.changed', (snapshot) => {
      const orderKey = keys.get(snapshot.orderId);
      if (orderKey) orders.hear([{ ...snapshot, orderKey }]);
    });
    socket.on('connect', orders.connected).on('disconnect', orders.lost);
    if (socket.connected) orders.connected();
  });
  return orders;
}
