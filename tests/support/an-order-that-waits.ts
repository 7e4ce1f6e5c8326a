import { sql } from 'kysely';
import type { Db } from '#db/client.ts';
import { aFilledCart, apiClient, buyTheCart } from './api-client.ts';

/** No other test sends anything from here, so that nobody else waits for what the demonstration does not pack meanwhile. */
const PLACE = 'del-khan-market';
const IN_DELHI = {
  contact: { email: 'rhea@example.com', name: 'Rhea Pinto', phone: '98 0000 0000' },
  address: { line1: '12 Example Street', city: 'New Delhi', state: 'Delhi', postcode: '110003' }
};

/**
 * A paid order that nobody begins to pack, to be changed without haste: it is sent from a place where people work and nobody is. `over` lets the place go
 * on as before.
 */
export async function anOrderThatWaits(db: Db): Promise<{ path: string; title: string; over: () => Promise<void> }> {
  const { rows } = await sql<{ variantId: string; title: string }>`
    select l.variant_id as "variantId", g.title from stock_level l join variant v on v.id = l.variant_id join product g on g.id = v.product_id
    where l.node_id = ${PLACE} and l.available >= 3 and g.status = 'active' and g.size_class <> 'large' order by g.handle desc, v.id limit 1`.execute(
    db
  );
  const [thing] = rows;
  if (!thing) throw new Error(`nothing lies at ${PLACE}`);
  const staffed = async (is_staffed: boolean) => void (await db.updateTable('node').set({ is_staffed }).where('id', '=', PLACE).execute());
  // Everywhere else all of it is kept back meanwhile.
  const { rows: kept } = await sql<{ nodeId: string; units: number }>`
    select node_id as "nodeId", available as units from stock_level
    where variant_id = ${thing.variantId} and node_id <> ${PLACE} and available > 0`.execute(db);
  const keepBack = async (sign: 1 | -1) => {
    for (const { nodeId, units } of kept) {
      // oxlint-disable-next-line no-await-in-loop -- a handful of places
      await sql`update stock_level set safety = safety + ${sign * units}::int where variant_id = ${thing.variantId} and node_id = ${nodeId}`.execute(
        db
      );
    }
  };
  await staffed(true);
  await keepBack(1);
  const api = apiClient(process.env['E2E_ORIGIN'] ?? '');
  const cart = await aFilledCart(api, thing.variantId, crypto.randomUUID(), IN_DELHI);
  const bought = await buyTheCart(api, cart, crypto.randomUUID());
  await keepBack(-1);
  if (!('orderKey' in bought)) throw new Error(`not bought: ${bought.detail}`);
  return { path: `/orders/${bought.orderKey}`, title: thing.title, over: async () => staffed(false) };
}
