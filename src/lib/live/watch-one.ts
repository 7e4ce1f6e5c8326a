import type { Answer } from '#realtime/protocol.ts';
import { answered, ANSWER_WITHIN_MS, later } from './ask.ts';
import { liveSocket, type LiveSocket } from './socket.ts';

type Waiting = ReturnType<LiveSocket['timeout']>;

type Watched<Snapshot> = {
  ask: (socket: Waiting) => Promise<Answer<Snapshot>>;
  /** Begins to hear changes; the returned function ends it. */
  listen: (socket: LiveSocket, hear: (snapshot: Snapshot) => void) => () => void;
  leave: (socket: LiveSocket) => void;
};

/** Hears one thing's present state, now, on every connect and whenever something happens to it. The returned function leaves. */
export function watchOne<Snapshot>(watched: Watched<Snapshot>, hear: (snapshot: Snapshot) => void): () => void {
  let socket: LiveSocket | undefined;
  let deafen: (() => void) | undefined;
  let left = false;

  async function ask(): Promise<void> {
    if (left || !socket?.connected) return;
    const snapshot = await answered(watched.ask(socket.timeout(ANSWER_WITHIN_MS)));
    if (left) return;
    if (snapshot !== undefined) return hear(snapshot);
    later(() => void ask());
  }

  const connected = () => void ask();

  void liveSocket().then((opened) => {
    if (left) return;
    socket = opened;
    deafen = watched.listen(socket, hear);
    socket.on('connect', connected);
    connected();
  });

  return () => {
    left = true;
    deafen?.();
    socket?.off('connect', connected);
    if (socket?.connected) watched.leave(socket);
  };
}
