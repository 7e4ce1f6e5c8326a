import { sql } from 'kysely';
import type { Author } from '#lib/commerce/cart/author.ts';
import type { Saved } from '#lib/commerce/cart/saved.ts';
import type { SavedView } from '#lib/commerce/cart/saved-view.ts';
import type { Db, Tx } from '../client.ts';

/** What a cart keeps for later, for a decision: by itself, without prices. */
export async function savedOf(db: Db | Tx, cartId: string): Promise<Saved[]> {
  return db
    .selectFrom('cart_saved')
    .select(['variant_id as variantId', 'quantity'])
    .where('cart_id', '=', cartId)
    .orderBy('saved_at')
    .orderBy('variant_id')
    .execute();
}

export type KeepForLater = { cartId: string; variantId: string; quantity: number; unitPriceMinor: number; by: Author; at: Date };

/** `quantity` is what comes on top; the price is the one of now, since the shopper looks at it now. */
export async function keepForLater(tx: Tx, { cartId, variantId, quantity, unitPriceMinor, by, at }: KeepForLater): Promise<void> {
  const name = by.name ?? by.role;
  await sql`
    insert into cart_saved (cart_id, variant_id, quantity, unit_price_minor, reason, saved_by, saved_at)
      values (${cartId}, ${variantId}, ${quantity}, ${unitPriceMinor}, 'chosen', ${name}, ${at})
    on conflict (cart_id, variant_id) do update set quantity = cart_saved.quantity + excluded.quantity, reason = 'chosen',
      unit_price_minor = excluded.unit_price_minor, saved_by = excluded.saved_by, saved_at = excluded.saved_at`.execute(tx);
}

/** What stays saved after some went back into the cart, or nothing of it. */
export async function leaveSaved(tx: Tx, { cartId, variantId, left }: { cartId: string; variantId: string; left: number }): Promise<void> {
  if (left === 0) await tx.deleteFrom('cart_saved').where('cart_id', '=', cartId).where('variant_id', '=', variantId).execute();
  else
    await tx.updateTable('cart_saved').set({ quantity: left }).where('cart_id', '=', cartId).where('variant_id', '=', variantId).execute();
}

/** What is kept for later with today's price and stock, newest first. */
export async function savedView(db: Db | Tx, cartId: string): Promise<SavedView[]> {
  const { rows } = await sql<SavedView & { savedAt: Date | string }>`
    select s.variant_id as "variantId", s.quantity, s.unit_price_minor as "unitPriceMinor", s.reason, s.saved_by as "savedBy",
      s.saved_at as "savedAt", g.title, g.handle, v.options, c.currency,
      case when g.status = 'active' and g.published and p.currency = c.currency then p.amount_minor end as "priceNowMinor",
      v.tracked and not v.sell_beyond_stock as counted, free_for_cart(s.cart_id, s.variant_id, null) as free,
      (select jsonb_build_object('src', i.src, 'alt', i.alt, 'width', i.width, 'height', i.height) from product_image i
        where i.product_id = g.id order by i.src is not distinct from v.image_src desc, i.position limit 1) as image
    from cart_saved s join cart c on c.id = s.cart_id join variant v on v.id = s.variant_id join product g on g.id = v.product_id
      left join price p on p.variant_id = v.id and p.price_list = 'shop'
    where s.cart_id = ${cartId} order by s.saved_at desc, s.variant_id`.execute(db);
  return rows.map((row) => ({ ...row, savedAt: new Date(row.savedAt).toISOString() }));
}

/** Everything saved goes over to another cart, on top of what is saved there. @returns how many different things moved */
export async function moveSaved(tx: Tx, fromId: string, toId: string): Promise<number> {
  const { rows } = await sql`
    with taken as (delete from cart_saved where cart_id = ${fromId} returning *)
    insert into cart_saved (cart_id, variant_id, quantity, unit_price_minor, reason, saved_by, saved_at)
      select ${toId}::uuid, variant_id, quantity, unit_price_minor, reason, saved_by, saved_at from taken
    on conflict (cart_id, variant_id) do update set quantity = cart_saved.quantity + excluded.quantity
    returning variant_id`.execute(tx);
  return rows.length;
}
