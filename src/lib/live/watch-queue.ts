import type { QueueSnapshot } from '#lib/commerce/stock/queue.ts';
import { watchOne } from './watch-one.ts';

/** Hears how much has happened in the queue for a variant, now and whenever something does. The returned function leaves. */
export function watchQueue(variantId: string, hear: (snapshot: QueueSnapshot) => void): () => void {
  return watchOne<QueueSnapshot>(
    {
      ask: async (socket) => socket.emitWithAck('queue.watch', { variantId }),
      listen(socket, changed) {
        const own = (snapshot: QueueSnapshot) => void (snapshot.variantId === variantId && changed(snapshot));
        socket.on('queue.changed', own);
        return () => socket.off('queue.changed', own);
      },
      leave: (socket) => void socket.emit('queue.unwatch', { variantId }, () => undefined)
    },
    hear
  );
}
