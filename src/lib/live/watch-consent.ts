import type { ConsentSnapshot } from '#lib/commerce/customers/consent.ts';
import { ANSWER_WITHIN_MS, later } from './ask.ts';
import { liveSocket, type LiveSocket } from './socket.ts';

/** Hears how far a consent is, now, on every connect and whenever something happens to it. The returned function leaves. */
export function watchConsent(consentId: string, hear: (snapshot: ConsentSnapshot) => void): () => void {
  let socket: LiveSocket | undefined;
  let left = false;

  async function ask(): Promise<void> {
    if (left || !socket?.connected) return;
    const answer = await socket
      .timeout(ANSWER_WITHIN_MS)
      .emitWithAck('consent.watch', { consentId })
      .catch(() => undefined);
    if (left) return;
    if (answer && 'ok' in answer) return hear(answer.ok);
    later(() => void ask());
  }

  const changed = (snapshot: ConsentSnapshot) => void (snapshot.consentId === consentId && hear(snapshot));
  const connected = () => void ask();

  void liveSocket().then((opened) => {
    if (left) return;
    socket = opened;
    socket.on('consent.changed', changed).on('connect', connected);
    connected();
  });

  return () => {
    left = true;
    socket?.off('consent.changed', changed).off('connect', connected);
    if (socket?.connected) socket.emit('consent.unwatch', { consentId }, () => undefined);
  };
}
