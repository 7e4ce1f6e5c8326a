import { sql } from 'kysely';
import { putPoints } from '#db/queries/state-points.ts';
import { releaseDuePoints } from '#realtime/sweeps.ts';
import { MORNING, type TestShop } from './shop.ts';

/** Nothing of what came in the morning of the tests can come back any more. */
export const AFTER_WINDOW = '2026-12-27T05:00:00Z';

/** What an account has, as pending and spendable. */
export async function pointsNow(shop: TestShop, customerId: string): Promise<[number, number]> {
  const row = await shop.db
    .selectFrom('loyalty_account')
    .select(['pending', 'spendable'])
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return [row?.pending ?? 0, row?.spendable ?? 0];
}

/** Each entry as what it was and by how many, the first one first. */
export async function pointsTold(shop: TestShop, customerId: string): Promise<[string, number, number, number][]> {
  const { rows } = await sql<{ kind: string; pending: number; spendable: number; forgiven: number }>`
    select kind, pending_delta as pending, spendable_delta as spendable, forgiven_delta as forgiven from loyalty_entry
    where customer_id = ${customerId} order by number`.execute(shop.db);
  return rows.map(({ kind, pending, spendable, forgiven }) => [kind, pending, spendable, forgiven]);
}

/** Points that may be spent, as if they had come with a file. */
export async function givePoints(shop: TestShop, customerId: string, points: number): Promise<void> {
  const given = [{ customer_id: customerId, points }];
  await shop.db.transaction().execute(async (tx) => putPoints(tx, given, { importId: shop.newId(), at: shop.now().toISOString() }));
}

/** Something of `rupees` that came, as `delivered` does it, and whose points may be spent. */
export async function spendablePoints(shop: TestShop, rupees: number, delivered: (priceMinor: number) => Promise<unknown>): Promise<void> {
  shop.at(MORNING);
  await delivered(rupees * 100);
  await releaseDuePoints(shop);
  shop.at(AFTER_WINDOW);
  await releaseDuePoints(shop);
}
