import type { Keep } from '#lib/commerce/cart/cart-sync.ts';
import type { CartOperation } from '#lib/commerce/cart/operations.ts';

const NAME = 'cart-operations';
const STORE = 'operations';

type Row = { id: string; cartId: string; operation: CartOperation };

let opening: Promise<IDBDatabase> | undefined;

/** Operations kept by this browser until they are answered, over reloads and nights. Each step fails where a browser keeps nothing. */
export function keptInBrowser(): Keep {
  return {
    async all(cartId) {
      const rows = await during<Row[]>('readonly', (store) => store.index('cartId').getAll(cartId));
      return rows.map(({ operation }) => operation);
    },
    add: async (cartId, operation) => void (await during('readwrite', (store) => store.put({ id: operation.id, cartId, operation }))),
    async drop(ids) {
      await during('readwrite', (store) => {
        for (const id of ids) forget(store, id);
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

async function during<Result>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Result> | void): Promise<Result> {
  const database = await (opening ??= open());
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.addEventListener('complete', () => resolve(request?.result as Result));
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('nothing was kept')));
  });
}

async function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.addEventListener('upgradeneeded', () => {
      const store = request.result.createObjectStore(STORE, { autoIncrement: true });
      store.createIndex('cartId', 'cartId');
      store.createIndex('id', 'id', { unique: true });
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('nothing can be kept')));
  });
}
