import { createStore } from '@xstate/store';
import { newest, type StockByVariant, type StockSnapshot } from './stock.ts';

/** What one open page believes about the stock of what it shows. No browser needed to test it. */
export function watchedStock(loaded: readonly StockSnapshot[]) {
  return createStore({
    context: { stock: newest(new Map(), loaded) as StockByVariant },
    on: {
      heard: ({ stock }, event: { snapshots: readonly StockSnapshot[] }) => ({ stock: newest(stock, event.snapshots) })
    }
  });
}
