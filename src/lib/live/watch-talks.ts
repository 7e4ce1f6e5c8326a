import type { TalksSnapshot } from '#lib/commerce/support/talk-snapshot.ts';
import { watchOne } from './watch-one.ts';

/** Calls `onNewer` whenever more has happened in any talk than the page was made with. Returns how to stop: `$effect(() => watchTalks(…))`. */
export function watchTalks({ version }: Pick<TalksSnapshot, 'version'>, onNewer: () => void): () => void {
  const hear = (snapshot: TalksSnapshot) => void (snapshot.version > version && onNewer());
  return watchOne<TalksSnapshot>(
    {
      ask: async (socket) => socket.emitWithAck('talks.watch', {}),
      listen(socket, changed) {
        socket.on('talks.changed', changed);
        return () => socket.off('talks.changed', changed);
      },
      leave: (socket) => void socket.emit('talks.unwatch', {}, () => undefined)
    },
    hear
  );
}
