import { sql } from 'kysely';
import type { PolicyMark } from '#lib/commerce/policies/policy.ts';
import type { Db, Tx } from '../client.ts';

/** Their own search that found nothing and is not over, locked: of two at once one takes back. `isUsed`: something was taken back for it. */
export async function lockEmptySearch(
  tx: Tx,
  of: { searchId: string; userId: string; at: Date }
): Promise<{ isUsed: boolean } | undefined> {
  const found = await tx
    .selectFrom('receipt_search')
    .select('id')
    .where('id', '=', of.searchId)
    .where('user_id', '=', of.userId)
    .where('until', '>', of.at)
    .where(sql<boolean>`cardinality(order_ids) = 0`)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return undefined;
  const used = await tx.selectFrom('unproven_return').select('id').where('search_id', '=', of.searchId).executeTakeFirst();
  return { isUsed: used !== undefined };
}

/** The least that it was sold for since then, or costs now; null for what has no price. */
export async function lowestPrice(db: Db | Tx, of: { variantId: string; currency: string; since: Date }): Promise<number | null> {
  const { rows } = await sql<{ lowest: number | null }>`
    select least(
      (select p.amount_minor from price p where p.variant_id = ${of.variantId} and p.price_list = 'shop' and p.currency = ${of.currency}),
      (select min(l.unit_price_minor) from order_line l join orders o on o.id = l.order_id
        where l.variant_id = ${of.variantId} and o.currency = ${of.currency} and o.placed_at >= ${of.since})) as lowest`.execute(db);
  return rows[0]?.lowest ?? null;
}

export type NewUnproven = {
  id: string;
  searchId: string;
  nodeId: string;
  variantId: string;
  disposition: 'restock_a' | 'scrap';
  amountMinor: number;
  currency: string;
  valueId: string;
  by: PolicyMark;
  askedBy: string;
  approvedBy: string;
  at: Date;
};

export async function insertUnproven(tx: Tx, { by, ...made }: NewUnproven): Promise<void> {
  await tx
    .insertInto('unproven_return')
    .values({
      id: made.id,
      search_id: made.searchId,
      node_id: made.nodeId,
      variant_id: made.variantId,
      disposition: made.disposition,
      amount_minor: made.amountMinor,
      currency: made.currency,
      stored_value_id: made.valueId,
      policy: JSON.stringify(by),
      asked_by: made.askedBy,
      approved_by: made.approvedBy,
      at: made.at
    })
    .execute();
}

/** What was taken back for a search that found nothing. */
export async function unprovenOf(db: Db, searchId: string): Promise<{ id: string; amountMinor: number; currency: string } | undefined> {
  return db
    .selectFrom('unproven_return')
    .select(['id', 'amount_minor as amountMinor', 'currency'])
    .where('search_id', '=', searchId)
    .executeTakeFirst();
}
