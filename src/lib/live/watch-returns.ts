import type { ReturnsSnapshot } from '#lib/commerce/returns/returns-snapshot.ts';
import { watchOne } from './watch-one.ts';

/** Calls `onNewer` whenever more has happened to returns than the page was made with. Returns how to stop: `$effect(() => watchReturns(…))`. */
export function watchReturns({ version }: ReturnsSnapshot, onNewer: () => void): () => void {
  const hear = (snapshot: ReturnsSnapshot) => void (snapshot.version > version && onNewer());
  return watchOne<ReturnsSnapshot>(
    {
      ask: async (socket) => socket.emitWithAck('returns.watch', {}),
      listen(socket, changed) {
        socket.on('returns.changed', changed);
        return () => socket.off('returns.changed', changed);
      },
      leave: (socket) => void socket.emit('returns.unwatch', {}, () => undefined)
    },
    hear
  );
}
