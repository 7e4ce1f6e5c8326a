import { sql } from 'kysely';
import type { Author } from '#lib/commerce/cart/author.ts';
import type { CartLine, LineName } from '#lib/commerce/cart/cart.ts';
import type { CartOperation, LineOffer, OperationBody, OperationOutcome } from '#lib/commerce/cart/operations.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';
import type { Db, Tx } from '../client.ts';

/** An operation as the log has it. `body` is the operation without its head. */
export type LoggedOperation = { id: string; cartId: string; body: OperationBody; outcome: OperationOutcome };

/** Applied, but it was so already. */
const UNCHANGED = 'unchanged';

/** Those of these ids that were used before, for whatever cart. */
export async function operationsWithIds(tx: Tx, ids: string[]): Promise<LoggedOperation[]> {
  const rows = await tx
    .selectFrom('cart_operation')
    .select(['id', 'cart_id', 'kind', 'body', 'outcome', 'refusal', 'detail'])
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .execute();
  return rows.map(({ id, cart_id: cartId, kind, body, outcome, refusal, detail }) => ({
    id,
    cartId,
    body: { kind, ...(body as object) } as OperationBody,
    outcome: outcome === 'applied' ? { id, outcome } : { id, outcome, code: refusal as RefusalCode, detail: detail ?? '' }
  }));
}

export type OperationToLog = { operation: CartOperation; outcome: OperationOutcome; version: number; changed: boolean };

/** In the order in which they were decided. @returns false when somebody used one of the ids meanwhile; then end the transaction */
export async function logOperations(
  tx: Tx,
  operations: OperationToLog[],
  of: { cartId: string; author: Author; at: Date }
): Promise<boolean> {
  if (operations.length === 0) return true;
  const { cartId, author, at } = of;
  const written = await tx
    .insertInto('cart_operation')
    .values(
      operations.map(({ operation: { id, baseVersion, madeAt, kind, ...body }, outcome, version, changed }) => ({
        id,
        cart_id: cartId,
        version,
        kind,
        body: JSON.stringify(body),
        base_version: baseVersion,
        author: JSON.stringify(author),
        device: author.device ?? '',
        channel: author.channel,
        // As a date and not as text: PostgreSQL knows no year nought.
        made_at: new Date(madeAt),
        at,
        outcome: outcome.outcome,
        refusal: outcome.outcome === 'refused' ? outcome.code : null,
        detail: outcome.outcome === 'refused' ? outcome.detail : changed ? null : UNCHANGED
      }))
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return Number(written.numInsertedOrUpdatedRows) === operations.length;
}

/** What is for sale as each of these lines would get it, what the cart holds itself included. In the order asked. */
export async function offersFor(db: Db | Tx, cartId: string | null, lines: LineName[]): Promise<LineOffer[]> {
  if (lines.length === 0) return [];
  const { rows } = await sql<Omit<LineOffer, 'free'> & { free: number | null }>`
    select asked."variantId", coalesce(g.status = 'active' and g.published, false) as "forSale", coalesce(p.currency, '') as currency,
      coalesce(p.amount_minor, 0) as "unitPriceMinor",
      asked."pickupNodeId" is not null and exists (select from node n where n.id = asked."pickupNodeId" and 'pickup' = any (n.methods)) as collectable,
      case when v.tracked and not v.sell_beyond_stock then free_for_cart(${cartId}::uuid, v.id, asked."pickupNodeId") end as free
    from rows from (jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as ("variantId" uuid, "pickupNodeId" text)) with ordinality
      as asked ("variantId", "pickupNodeId", place)
      left join variant v on v.id = asked."variantId" left join product g on g.id = v.product_id
      left join price p on p.variant_id = v.id and p.price_list = 'shop'
    order by asked.place`.execute(db);
  return rows.map(({ free, ...offer }) => ({ ...offer, free: free ?? undefined }));
}

export type LineToWrite = Pick<CartLine, 'id' | 'place' | 'variantId' | 'quantity' | 'unitPriceMinor' | 'pickupNodeId'>;

/** Takes lines out first, so that their places are free; then puts in and changes. A line that is there keeps who added it. */
export async function writeLines(
  tx: Tx,
  cartId: string,
  lines: { gone: string[]; put: LineToWrite[] },
  by: { author: Author; at: Date }
): Promise<void> {
  if (lines.gone.length > 0)
    await tx
      .deleteFrom('cart_line')
      .where(sql<boolean>`id = any (${lines.gone}::uuid[])`)
      .execute();
  if (lines.put.length === 0) return;
  const { author, at } = by;
  await tx
    .insertInto('cart_line')
    .values(
      lines.put.map((line) => ({
        id: line.id,
        cart_id: cartId,
        place: line.place,
        variant_id: line.variantId,
        quantity: line.quantity,
        unit_price_minor: line.unitPriceMinor,
        method: line.pickupNodeId === null ? ('ship' as const) : ('pickup' as const),
        pickup_node_id: line.pickupNodeId,
        channel: author.channel,
        added_node_id: author.nodeId,
        added_by: author.name ?? author.role,
        added_at: at,
        author: JSON.stringify(author)
      }))
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        quantity: eb.ref('excluded.quantity'),
        unit_price_minor: eb.ref('excluded.unit_price_minor')
      }))
    )
    .execute();
}

/** The cart moves on by so many versions at once. `back` ends a checkout whose plan no longer fits what is in it. */
export async function moveCart(tx: Tx, id: string, move: { versions: number; back: boolean; note: string; at: Date }): Promise<void> {
  const { versions, back, note, at } = move;
  await tx
    .updateTable('cart')
    .set((eb) => ({
      version: eb('version', '+', versions),
      updated_at: at,
      note,
      ...(back && { state: 'active' as const, step: 'details' as const, delivery: null })
    }))
    .where('id', '=', id)
    .execute();
}
