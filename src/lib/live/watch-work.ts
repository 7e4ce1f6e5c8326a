import type { WorkSnapshot } from '#lib/commerce/store-work/work-snapshot.ts';
import { watchOne } from './watch-one.ts';

/** Calls `onNewer` whenever more has happened at one's place than the page was made with. Returns how to stop: `$effect(() => watchWork(…))`. */
export function watchWork({ version }: WorkSnapshot, onNewer: () => void): () => void {
  const hear = (snapshot: WorkSnapshot) => void (snapshot.version > version && onNewer());
  return watchOne<WorkSnapshot>(
    {
      ask: async (socket) => socket.emitWithAck('work.watch', {}),
      listen(socket, changed) {
        socket.on('work.changed', changed);
        return () => socket.off('work.changed', changed);
      },
      leave: (socket) => void socket.emit('work.unwatch', {}, () => undefined)
    },
    hear
  );
}
