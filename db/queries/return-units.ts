import { sql } from 'kysely';
import type { ReturnReason } from '#lib/commerce/policies/policy.ts';
import type { Disposition } from '#lib/commerce/returns/return.machine.ts';
import type { Db, Tx } from '../client.ts';

export type ReturnUnit = {
  id: string;
  lineId: string;
  variantId: string;
  title: string;
  /** As the catalogue calls it now: terms of a category are found by it. */
  category: string;
  options: string[];
  counted: boolean;
  unitPriceMinor: number;
  reason: ReturnReason;
  receivedAt: Date | null;
  disposition: Disposition | null;
  nodeId: string | null;
};

/** Its units in the order of their lines. */
export async function unitsOfReturn(db: Db | Tx, returnId: string): Promise<ReturnUnit[]> {
  return db
    .selectFrom('return_unit as u')
    .innerJoin('return_line as l', 'l.id', 'u.return_line_id')
    .innerJoin('order_line as o', 'o.id', 'l.order_line_id')
    .innerJoin('variant as v', 'v.id', 'l.variant_id')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .select(['u.id', 'l.id as lineId', 'l.variant_id as variantId', 'o.title', 'g.category', 'v.options', 'v.tracked as counted'])
    .select(['l.unit_price_minor as unitPriceMinor', 'l.reason', 'u.received_at as receivedAt', 'u.disposition', 'u.node_id as nodeId'])
    .where('u.return_id', '=', returnId)
    .orderBy('l.place')
    .orderBy('u.unit')
    .execute();
}

export async function receiveUnits(tx: Tx, ids: string[], { nodeId, at }: { nodeId: string; at: Date }): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('return_unit')
    .set({ received_at: at, node_id: nodeId })
    .where('id', 'in', ids)
    .where('received_at', 'is', null)
    .execute();
}

export type GradedUnit = { id: string; disposition: Disposition; note: string; isClaimed: boolean };

export async function gradeUnits(tx: Tx, units: readonly GradedUnit[], by: { nodeId: string; actor: unknown; at: Date }): Promise<void> {
  for (const { id, disposition, note, isClaimed } of units) {
    // oxlint-disable-next-line no-await-in-loop -- a handful of units, each with its own fate
    await tx
      .updateTable('return_unit')
      .set({
        disposition,
        note,
        is_claimed: isClaimed,
        node_id: by.nodeId,
        graded_at: by.at,
        graded_by: JSON.stringify(by.actor)
      })
      .where('id', '=', id)
      .where('graded_at', 'is', null)
      .execute();
  }
}

/** They may be sent back in another return. */
export async function releaseUnits(tx: Tx, returnId: string): Promise<void> {
  await tx.updateTable('return_unit').set({ is_claimed: false }).where('return_id', '=', returnId).execute();
}

/** Units of a kept return stay where they are. */
export async function keepUnits(tx: Tx, returnId: string, { actor, at }: { actor: unknown; at: Date }): Promise<void> {
  await tx
    .updateTable('return_unit')
    .set({ disposition: 'back_to_customer', graded_at: at, graded_by: JSON.stringify(actor) })
    .where('return_id', '=', returnId)
    .execute();
}

/** Its units are its own once more. False when one of them is in another return by now. */
export async function claimUnits(tx: Tx, returnId: string): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    with claimed as (
      update return_unit u set is_claimed = true where u.return_id = ${returnId} and not exists (
        select from return_unit o where o.fulfilment_line_id = u.fulfilment_line_id and o.unit = u.unit and o.is_claimed)
      returning u.id)
    select (select count(*) from claimed) = (select count(*) from return_unit where return_id = ${returnId}) as free`.execute(tx);
  return rows[0]?.free ?? false;
}
