import type { ConsentSnapshot } from '#lib/commerce/customers/consent.ts';
import { watchOne } from './watch-one.ts';

/** Hears how far a consent is, now and whenever something happens to it. The returned function leaves. */
export function watchConsent(consentId: string, hear: (snapshot: ConsentSnapshot) => void): () => void {
  return watchOne<ConsentSnapshot>(
    {
      ask: async (socket) => socket.emitWithAck('consent.watch', { consentId }),
      listen(socket, changed) {
        const own = (snapshot: ConsentSnapshot) => void (snapshot.consentId === consentId && changed(snapshot));
        socket.on('consent.changed', own);
        return () => socket.off('consent.changed', own);
      },
      leave: (socket) => void socket.emit('consent.unwatch', { consentId }, () => undefined)
    },
    hear
  );
}
