import type { TalkSnapshot } from '#lib/commerce/support/talk-snapshot.ts';
import { openAnew } from './socket.ts';
import { watchOne } from './watch-one.ts';

type Watched = { threadId: string; version: number; orderKey?: string | undefined };

/** Calls `onNewer` whenever more was said in a talk than the page was made with. Returns how to stop: `$effect(() => watchTalk(…))`. */
export function watchTalk({ threadId, version, orderKey }: Watched, onNewer: () => void): () => void {
  const hear = (snapshot: TalkSnapshot) => void (snapshot.threadId === threadId && snapshot.version > version && onNewer());
  return watchOne<TalkSnapshot>(
    {
      async ask(socket) {
        const answer = await socket.emitWithAck('talk.watch', { threadId, orderKey });
        // It was opened before this browser had the cookie that its talk hangs on: opened anew it brings that along, and asks again.
        if ('refused' in answer && answer.refused === 'invalid') void openAnew();
        return answer;
      },
      listen(socket, changed) {
        socket.on('talk.changed', changed);
        return () => socket.off('talk.changed', changed);
      },
      leave: (socket) => void socket.emit('talk.unwatch', { threadId }, () => undefined)
    },
    hear
  );
}
