import { sql } from 'kysely';
import type { LevelDemand } from '#lib/commerce/cart/delivery-choice.ts';
import type { StockChanged } from '#lib/commerce/stock/stock.events.ts';
import type { Tx } from '../client.ts';

type Wanted = LevelDemand & { id: string };

/**
 * Makes what a cart holds equal to what is wanted, in one call: takes, keeps with a new clock, gives back.
 * Refuses `out-of-stock` (detail: what it is called) and then changes nothing.
 */
export async function reserveStock(tx: Tx, cartId: string, wanted: Wanted[], times: { at: Date; until: Date }): Promise<StockChanged[]> {
  const { rows } = await sql<{ events: StockChanged[] }>`
    select reserve_stock(${cartId}::uuid, ${JSON.stringify(wanted)}::jsonb, ${times.until}, ${times.at}) as events`.execute(tx);
  return rows[0]?.events ?? [];
}
