import type { TalkSnapshot } from '#lib/commerce/support/talk-snapshot.ts';
import { openAnew } from './socket.ts';
import { watchOne } from './watch-one.ts';

/** `cartKey`: of the shopper's cart, where it is in the hands of this screen or till; without a `threadId` the talk that comes with it is meant. */
type Watched = { threadId: string | undefined; version: number; orderKey?: string | undefined; cartKey?: string | undefined };

/** No page looks oftener than this whether a talk that it is refused is still its own. Milliseconds. */
const LOOK_EVERY_MS = 10_000;
let lookedAt = -Infinity;

/** The cart was taken back between two questions: then nobody could tell this page, and it has to look by itself. */
function lookOnce(look: () => void): void {
  if (performance.now() - lookedAt < LOOK_EVERY_MS) return;
  lookedAt = performance.now();
  look();
}

/** Calls `onNewer` whenever more was said in a talk than the page was made with, or it is this page's no more. Returns how to stop: `$effect(() => watchTalk(…))`. */
export function watchTalk({ threadId, version, orderKey, cartKey }: Watched, onNewer: () => void): () => void {
  let known = threadId;
  const hear = (snapshot: TalkSnapshot) => {
    known ??= snapshot.threadId;
    if (snapshot.threadId === known && snapshot.version > version) onNewer();
  };
  return watchOne<TalkSnapshot>(
    {
      async ask(socket) {
        const answer = await socket.emitWithAck('talk.watch', { threadId, orderKey, cartKey });
        // It was opened before this browser had the cookie that its talk hangs on: opened anew it brings that along, and asks again.
        if ('refused' in answer && answer.refused === 'invalid') void openAnew();
        if ('refused' in answer && answer.refused === 'not-found' && cartKey !== undefined) lookOnce(onNewer);
        return answer;
      },
      listen(socket, changed) {
        const taken = (talk: { threadId: string }) => void (talk.threadId === known && onNewer());
        socket.on('talk.changed', changed).on('talk.taken_back', taken);
        return () => socket.off('talk.changed', changed).off('talk.taken_back', taken);
      },
      leave: (socket) => {
        if (known !== undefined) socket.emit('talk.unwatch', { threadId: known }, () => undefined);
      }
    },
    hear
  );
}
