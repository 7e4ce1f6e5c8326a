import { createSubscriber } from 'svelte/reactivity';
import { connection } from '#lib/live/connection.svelte.ts';
import { watchStock } from '#lib/live/watch-stock.ts';
import type { StockSnapshot } from './stock.ts';
import { watchedStock } from './watched-stock.store.ts';

export type LiveStock = {
  /** What may be had of a variant now; undefined when nobody keeps it. Read it where it is shown. */
  of: (variantId: string) => StockSnapshot | undefined;
  /** Whether it follows the shop by itself just now. */
  readonly live: boolean;
};

/**
 * Keeps what a page shows of the stock true while it is open. `variantIds` are watched too when nobody keeps them yet.
 * Made from loaded data, so write `const stock = $derived(liveStock(data.stock))`: another page starts with its own.
 */
export function liveStock(loaded: readonly StockSnapshot[], variantIds: readonly string[] = []): LiveStock {
  const store = watchedStock(loaded);
  const ids = [...new Set([...loaded.map((snapshot) => snapshot.variantId), ...variantIds])];
  const track = createSubscriber((update) => {
    const noticing = store.subscribe(update);
    const leave = watchStock(ids, (snapshots) => store.send({ type: 'heard', snapshots }));
    return () => {
      leave();
      noticing.unsubscribe();
    };
  });
  return {
    of(variantId) {
      track();
      return store.getSnapshot().context.stock.get(variantId);
    },
    get live() {
      return connection.up;
    }
  };
}
