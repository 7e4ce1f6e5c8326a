import { watchOrder } from '#lib/live/watch-order.ts';
import { watchedOrder } from './watched-order.store.ts';

/**
 * Calls `onNewer` whenever more has happened to the order than the page was loaded with; the page then loads again.
 * Returns how to stop, so write `$effect(() => liveOrder(data.orderKey, data.version, invalidateAll))`:
 * a page that loaded again watches on from what it has. Whether it follows by itself just now says `connection.up`.
 */
export function liveOrder(orderKey: string, version: number, onNewer: () => void): () => void {
  const store = watchedOrder(version);
  const noticing = store.on('newer', onNewer);
  const leave = watchOrder(orderKey, (snapshot) => store.send({ type: 'heard', version: snapshot.version }));
  return () => {
    leave();
    noticing.unsubscribe();
  };
}
