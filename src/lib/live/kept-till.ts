import { crockford } from '#lib/kernel/crockford.ts';
import type { KeptSale, TillKeep } from '#lib/commerce/stock/till-queue.ts';
import type { TillSlice } from '#lib/commerce/stock/till-sale.ts';
import { keptDatabase } from './kept-database.ts';

/** Sales in the order in which they were made, and single facts by their name. */
const [SALES, FACTS] = ['sales', 'facts'] as const;
const [SLICE, NUMBERS] = ['slice', 'numbers'];

/** Behind each of these is money. */
const during = keptDatabase('till', {
  stores: [SALES, FACTS],
  durability: 'strict',
  make(database) {
    database.createObjectStore(FACTS);
    const sales = database.createObjectStore(SALES, { autoIncrement: true });
    sales.createIndex('id', 'sale.id', { unique: true });
  }
});

type Numbers = { till: string; receipt: number };

/** Random, because two tills that never met each other write receipts. */
const newTill = (): Numbers => ({ till: crockford(crypto.getRandomValues(new Uint8Array(4))), receipt: 0 });

export const keptSlice = async (): Promise<TillSlice | undefined> =>
  during<TillSlice | undefined>('readonly', (at) => at.objectStore(FACTS).get(SLICE));

export async function keepSlice(slice: TillSlice): Promise<void> {
  await during('readwrite', (at) => at.objectStore(FACTS).put(slice, SLICE));
}

/** Nobody is signed in at this device: nobody sells on it without network either. Sales that wait stay. */
export async function forgetSlice(): Promise<void> {
  await during('readwrite', (at) => at.objectStore(FACTS).delete(SLICE));
}

/** The sales of this browser until they are answered, over reloads and nights. Each step fails where a browser keeps nothing. */
export function keptInTill(): TillKeep {
  return {
    all: async () => during<KeptSale[]>('readonly', (at) => at.objectStore(SALES).getAll()),
    add: addSale,
    drop: async (id) => changeSale(id, (cursor) => void cursor.delete()),
    setAside: async (id, code) => changeSale(id, (cursor) => void cursor.update({ ...(cursor.value as KeptSale), aside: code }))
  };
}

/** Number and sale in one transaction: of two windows at once each gets a number of its own, and a crash leaves both or none. */
const addSale: TillKeep['add'] = async (make) => {
  let made: ReturnType<typeof make> | undefined;
  let fault: unknown;
  await during('readwrite', (at) => {
    const facts = at.objectStore(FACTS);
    const known = facts.get(NUMBERS) as IDBRequest<Numbers | undefined>;
    known.addEventListener('success', () => {
      const { till, receipt } = known.result ?? newTill();
      try {
        made = make({ till, receipt: receipt + 1 });
      } catch (thrown) {
        fault = thrown;
        return;
      }
      facts.put({ till, receipt: receipt + 1 }, NUMBERS);
      at.objectStore(SALES).add({ sale: made, aside: null } satisfies KeptSale);
    });
  });
  if (!made) throw fault;
  return made;
};

async function changeSale(id: string, change: (cursor: IDBCursorWithValue) => void): Promise<void> {
  await during('readwrite', (at) => {
    const found = at.objectStore(SALES).index('id').openCursor(id);
    found.addEventListener('success', () => found.result && change(found.result));
  });
}
