import type { KeptRate } from '#lib/commerce/fulfilment/kept-rate.ts';
import type { NodeRecord } from '#lib/commerce/fulfilment/node.ts';
import type { Db, Tx } from '../client.ts';
import { selectNodes } from './delivery.ts';
import { keptRatesOf } from './kept-rates.ts';

/** Where a place is, how it is reached and how often it kept its word, beside what promises are computed from. */
export type NodePlace = NodeRecord & {
  queueDepth: number;
  address: string;
  city: string;
  postcode: string;
  phone: string;
  keptRates: KeptRate[];
};

/** Every place with its address. Few rows: they are read whole and may be kept for a moment. */
export async function nodePlaces(db: Db): Promise<NodePlace[]> {
  const rows = await selectNodes(db)
    .select(['n.address', 'n.city', 'n.postcode', 'n.phone'])
    .select(keptRatesOf('n.id').as('keptRates'))
    .execute();
  return rows.map((row) => ({ ...row, closedDates: row.closedDates as NodeRecord['closedDates'] }));
}

/** What the stores are called; few rows. */
export async function storesByName(db: Db): Promise<Pick<NodePlace, 'id' | 'name' | 'city'>[]> {
  return db.selectFrom('node').select(['id', 'name', 'city']).where('kind', '=', 'store').orderBy('id').execute();
}

type StatusAsked = { nodeId: string; status: 'up' | 'down'; reason: string };

/** The new version; 'same' when it was so already. */
export async function setNodeStatus(tx: Tx, { nodeId, status, reason }: StatusAsked): Promise<{ version: number } | 'same' | 'unknown'> {
  const node = await tx.selectFrom('node').select('status').where('id', '=', nodeId).forUpdate().executeTakeFirst();
  if (!node) return 'unknown';
  if (node.status === status) return 'same';
  return tx
    .updateTable('node')
    .set((eb) => ({ status, down_reason: reason, version: eb('version', '+', 1) }))
    .where('id', '=', nodeId)
    .returning('version')
    .executeTakeFirstOrThrow();
}
