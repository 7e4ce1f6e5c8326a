import type { TalkSnapshot } from '#lib/commerce/support/talk-snapshot.ts';
import { watchOne } from './watch-one.ts';

type Watched = { threadId: string; version: number; orderKey?: string | undefined };

/** Calls `onNewer` whenever more was said in a talk than the page was made with. Returns how to stop: `$effect(() => watchTalk(…))`. */
export function watchTalk({ threadId, version, orderKey }: Watched, onNewer: () => void): () => void {
  const hear = (snapshot: TalkSnapshot) => void (snapshot.threadId === threadId && snapshot.version > version && onNewer());
  return watchOne<TalkSnapshot>(
    {
      ask: async (socket) => socket.emitWithAck('talk.watch', { threadId, orderKey }),
      listen(socket, changed) {
        socket.on('talk.changed', changed);
        return () => socket.off('talk.changed', changed);
      },
      leave: (socket) => void socket.emit('talk.unwatch', { threadId }, () => undefined)
    },
    hear
  );
}
