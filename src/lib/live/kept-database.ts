type Work<Result> = (at: IDBTransaction) => IDBRequest<Result> | void;
type Layout = {
  stores: string[];
  /** Makes the stores, the first time. */
  make: (database: IDBDatabase) => void;
  /** `strict`: told done only when it lies on the disk. */
  durability?: IDBTransactionDurability;
};

/** A database of this browser, opened when it is first needed. Each step is one transaction, and fails where a browser keeps nothing. */
export function keptDatabase(name: string, { stores, make, durability = 'default' }: Layout) {
  let opening: Promise<IDBDatabase> | undefined;

  return async function during<Result>(mode: IDBTransactionMode, work: Work<Result>): Promise<Result> {
    const database = await (opening ??= open(name, make));
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, mode, { durability });
      const request = work(transaction);
      transaction.addEventListener('complete', () => resolve(request?.result as Result));
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('nothing was kept')));
    });
  };
}

async function open(name: string, make: Layout['make']): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.addEventListener('upgradeneeded', () => make(request.result));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('nothing can be kept')));
  });
}
