import { DatabaseSync } from 'node:sqlite';

export type OrderTotal = { captures: number; capturedMinor: number; refundedMinor: number };

/** What the bank's money book says, read from beside a running bank: for tests and benchmarks that compare it with our own. */
export type JournalSummary = {
  captures: number;
  capturedMinor: number;
  /** More than one for any key means that somebody was charged twice. */
  capturesPerKey: Map<string, number>;
  totalPerOrder: Map<string, OrderTotal>;
};

type KeyRow = { key: string; captures: number };
type OrderRow = OrderTotal & { orderNumber: string };

export function journalOf(path: string): JournalSummary {
  const journal = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    const keys = journal.prepare(`select key, count(*) as captures from movement where kind = 'captured' group by key`).all() as KeyRow[];
    const orders = journal.prepare(ORDERS).all() as OrderRow[];
    return {
      captures: keys.reduce((sum, row) => sum + row.captures, 0),
      capturedMinor: orders.reduce((sum, row) => sum + row.capturedMinor, 0),
      capturesPerKey: new Map(keys.map((row) => [row.key, row.captures])),
      totalPerOrder: new Map(orders.map(({ orderNumber, ...total }) => [orderNumber, total]))
    };
  } finally {
    journal.close();
  }
}

const ORDERS = `
  select orderNumber,
         count(*) filter (where kind = 'captured') as captures,
         coalesce(sum(amountMinor) filter (where kind = 'captured'), 0) as capturedMinor,
         coalesce(sum(amountMinor) filter (where kind = 'refunded'), 0) as refundedMinor
    from movement where kind in ('captured', 'refunded') group by orderNumber`;
