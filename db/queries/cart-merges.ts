import { sql } from 'kysely';
import type { CartRows, LineRow, SavedRow } from '#lib/commerce/cart/merge-rows.ts';
import type { ReceiptLine } from '#lib/commerce/cart/merge-receipt.ts';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import type { Db, Tx } from '../client.ts';

export type CartMerge = {
  id: string;
  intoId: string;
  fromId: string;
  currentId: string;
  receipt: ReceiptLine[];
  before: { into: CartRows; from: CartRows };
  after: CartRows;
  mergedAt: Date;
};

/** One merge or claim at a time for each account. Whoever only refers to it does not wait. */
export async function lockCustomer(tx: Tx, customerId: string): Promise<boolean> {
  const { rows } = await sql`select from app_user where id = ${customerId} for no key update`.execute(tx);
  return rows.length === 1;
}

/** The cart of the account that is still open; there is one at most. */
export async function openCartOf(db: Db | Tx, customerId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('cart')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('state', 'in', ['active', 'checkout'])
    .executeTakeFirst();
  return row?.id;
}

/**
 * The cart of whoever is signed in: the one in hand if they took a merge with it back, else the account's open one.
 * Undefined when there is neither.
 */
export async function cartToGoOnWith(db: Db, customerId: string, handId: string | undefined): Promise<string | undefined> {
  if (handId === undefined) return openCartOf(db, customerId);
  const { rows } = await sql<{ id: string }>`
    select c.id from cart c where c.state in ('active', 'checkout') and (c.customer_id = ${customerId} or (c.id = ${handId}
      and c.customer_id is null and exists (
        select from cart_merge m where m.customer_id = ${customerId} and m.current_id = c.id and m.undone_at is not null)))
    order by c.id = ${handId} desc limit 1`.execute(db);
  return rows[0]?.id;
}

/** How many units wait in another cart of the account than the one in hand; 0 when there is none. */
export async function unitsElsewhere(db: Db, customerId: string, handId: string): Promise<number> {
  const row = await db
    .selectFrom('cart as c')
    .innerJoin('cart_line as l', 'l.cart_id', 'c.id')
    .select((eb) => eb.fn.sum<number>('l.quantity').as('units'))
    .where('c.customer_id', '=', customerId)
    .where('c.state', 'in', ['active', 'checkout'])
    .where('c.id', '<>', handId)
    .executeTakeFirst();
  return row?.units ?? 0;
}

/** The carts, locked in the order of their ids, each as it is now. */
export async function lockCartRows(tx: Tx, ids: string[]): Promise<Map<string, CartRows>> {
  await sql`select from cart where id = any (${ids}::uuid[]) order by id for update`.execute(tx);
  const { rows } = await sql<{ rows: CartRows | null }>`select cart_rows(id) as rows from unnest(${ids}::uuid[]) id`.execute(tx);
  return new Map(rows.flatMap(({ rows: found }) => (found ? [[found.cart.id, found]] : [])));
}

export async function cartRows(tx: Tx, id: string): Promise<CartRows> {
  const { rows } = await sql<{ rows: CartRows }>`select cart_rows(${id}::uuid) as rows`.execute(tx);
  if (!rows[0]?.rows) throw new Error(`no cart ${id}`);
  return rows[0].rows;
}

export type MergeOffer = {
  variantId: string;
  title: string;
  /** Null for what is not for sale (any more) in this currency. */
  priceNowMinor: number | null;
  counted: boolean;
  /** What both carts hold counts as free. */
  free: number;
  freeAt: Record<string, number>;
};

export async function mergeOffers(tx: Tx, asked: { variantIds: string[]; cartIds: string[]; currency: string }): Promise<MergeOffer[]> {
  const { rows } = await sql<MergeOffer>`
    with level as (
      select l.variant_id, l.node_id, greatest(0, l.available) + coalesce((select sum(h.quantity) from hold h
          where h.variant_id = l.variant_id and h.node_id = l.node_id and h.state = 'held' and h.cart_id = any (${asked.cartIds}::uuid[])), 0) as free
      from stock_level l where l.variant_id = any (${asked.variantIds}::uuid[]))
    select v.id as "variantId", g.title || coalesce(nullif(', ' || array_to_string(v.options, ', '), ', '), '') as title,
      case when g.status = 'active' and g.published and p.currency = ${asked.currency} then p.amount_minor end as "priceNowMinor",
      v.tracked and not v.sell_beyond_stock as counted,
      coalesce((select sum(free) from level where variant_id = v.id), 0)::int as free,
      coalesce((select jsonb_object_agg(node_id, free) from level where variant_id = v.id), '{}') as "freeAt"
    from variant v join product g on g.id = v.product_id left join price p on p.variant_id = v.id and p.price_list = 'shop'
    where v.id = any (${asked.variantIds}::uuid[])`.execute(tx);
  return rows;
}

/** Replaces all lines and all saved things of a cart. */
export async function setCartRows(tx: Tx, id: string, { lines, saved }: { lines: LineRow[]; saved: SavedRow[] }): Promise<void> {
  await sql`select set_cart_rows(${id}::uuid, ${JSON.stringify(lines)}::jsonb, ${JSON.stringify(saved)}::jsonb)`.execute(tx);
}

/** Holds of things that came along follow them; those of things that did not are given back. @returns the facts of the stock */
export async function moveHolds(tx: Tx, move: { fromId: string; intoId: string; kept: string[]; at: Date }): Promise<CommerceEvent[]> {
  return stockFacts(tx, sql`select move_holds(${move.fromId}::uuid, ${move.intoId}::uuid, ${move.kept}::uuid[], ${move.at}) as facts`);
}

export async function partHolds(tx: Tx, { before, at }: { before: CartMerge['before']; at: Date }): Promise<CommerceEvent[]> {
  const { into, from } = before;
  return stockFacts(
    tx,
    sql`select part_holds(${from.cart.id}::uuid, ${into.cart.id}::uuid, ${JSON.stringify(from.holds)}::jsonb,
      ${JSON.stringify(into.holds)}::jsonb, ${at}) as facts`
  );
}

export async function releaseHolds(tx: Tx, cartId: string, at: Date): Promise<CommerceEvent[]> {
  return stockFacts(tx, sql`select release_holds(${cartId}::uuid, ${at}) as facts`);
}

async function stockFacts(tx: Tx, call: ReturnType<typeof sql>): Promise<CommerceEvent[]> {
  const { rows } = await (call as ReturnType<typeof sql<{ facts: CommerceEvent[] }>>).execute(tx);
  return rows[0]?.facts ?? [];
}

/** What the cart that stays takes over where it has nothing of its own: who buys and where it goes. */
export async function takeOverWords(tx: Tx, { intoId, fromId }: { intoId: string; fromId: string }): Promise<void> {
  await sql`
    update cart c set contact = coalesce(c.contact, o.contact), address = coalesce(c.address, o.address), postcode = coalesce(c.postcode, o.postcode)
    from cart o where c.id = ${intoId} and o.id = ${fromId}`.execute(tx);
}

/** Forgets again what was taken over, but for what was written since. */
export async function giveWordsBack(tx: Tx, { intoId, fromId }: { intoId: string; fromId: string }, had: CartRows): Promise<void> {
  await sql`
    update cart c set contact = case when ${had.hasContact} or c.contact is distinct from o.contact then c.contact end,
      address = case when ${had.hasAddress} or c.address is distinct from o.address then c.address end
    from cart o where c.id = ${intoId} and o.id = ${fromId}`.execute(tx);
}

export async function giveCartTo(tx: Tx, cartId: string, customerId: string | null): Promise<void> {
  await tx.updateTable('cart').set({ customer_id: customerId }).where('id', '=', cartId).execute();
}

type NewMerge = Omit<CartMerge, 'mergedAt'> & { customerId: string; at: Date; read: boolean };

export async function insertMerge(tx: Tx, merge: NewMerge): Promise<void> {
  await tx
    .insertInto('cart_merge')
    .values({
      id: merge.id,
      customer_id: merge.customerId,
      into_id: merge.intoId,
      from_id: merge.fromId,
      current_id: merge.currentId,
      receipt: JSON.stringify(merge.receipt),
      before: JSON.stringify(merge.before),
      after: JSON.stringify(merge.after),
      merged_at: merge.at,
      read_at: merge.read ? merge.at : null
    })
    .execute();
}

const latest = (db: Db | Tx, intoId: string) =>
  db
    .selectFrom('cart_merge')
    .select(['id', 'into_id as intoId', 'from_id as fromId', 'current_id as currentId', 'merged_at as mergedAt'])
    .select([sql<ReceiptLine[]>`receipt`.as('receipt'), sql<CartMerge['before']>`before`.as('before'), sql<CartRows>`after`.as('after')])
    .where('into_id', '=', intoId)
    .where('undone_at', 'is', null)
    .orderBy('merged_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);

/** As merging does first, so that both never cross. */
export async function lockCustomerOfMerge(tx: Tx, intoId: string): Promise<void> {
  await sql`
    select from app_user where id = (
      select customer_id from cart_merge where into_id = ${intoId} and undone_at is null order by merged_at desc limit 1)
    for no key update`.execute(tx);
}

/** The last merge into a cart that was not taken back. */
export async function lockLatestMerge(tx: Tx, intoId: string): Promise<CartMerge | undefined> {
  return latest(tx, intoId).forUpdate().executeTakeFirst();
}

/** Its receipt, until the shopper has put it away. */
export async function unreadReceipt(db: Db, intoId: string): Promise<{ mergedAt: Date; receipt: ReceiptLine[] } | undefined> {
  return latest(db, intoId).where('read_at', 'is', null).executeTakeFirst();
}

export async function markUndone(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cart_merge').set({ undone_at: at }).where('id', '=', id).execute();
}

/** All receipts of the cart up to now are read. */
export async function putReceiptAway(db: Db, intoId: string, at: Date): Promise<void> {
  await db.updateTable('cart_merge').set({ read_at: at }).where('into_id', '=', intoId).where('read_at', 'is', null).execute();
}
