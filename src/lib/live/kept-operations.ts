import type { Keep } from '#lib/commerce/cart/cart-sync.ts';
import type { CartOperation } from '#lib/commerce/cart/operations.ts';
import { keptDatabase } from './kept-database.ts';

const STORE = 'operations';

type Row = { id: string; cartId: string; operation: CartOperation };

const during = keptDatabase('cart-operations', {
  stores: [STORE],
  make(database) {
    const store = database.createObjectStore(STORE, { autoIncrement: true });
    store.createIndex('cartId', 'cartId');
    store.createIndex('id', 'id', { unique: true });
  }
});

/** Operations kept by this browser until they are answered, over reloads and nights. Each step fails where a browser keeps nothing. */
export function keptInBrowser(): Keep {
  return {
    async all(cartId) {
      const rows = await during<Row[]>('readonly', (at) => at.objectStore(STORE).index('cartId').getAll(cartId));
      return rows.map(({ operation }) => operation);
    },
    add: async (cartId, operation) =>
      void (await during('readwrite', (at) => at.objectStore(STORE).put({ id: operation.id, cartId, operation }))),
    async drop(ids) {
      await during('readwrite', (at) => {
        for (const id of ids) forget(at.objectStore(STORE), id);
      });
    }
  };
}

/** Rows are kept in the order in which they were added, so they are found by their id through an index. */
function forget(store: IDBObjectStore, id: string): void {
  const found = store.index('id').getKey(id);
  found.addEventListener('success', () => {
    if (found.result !== undefined) store.delete(found.result);
  });
}
