import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { Address, CartStep, Contact } from '#lib/commerce/cart/cart.ts';
import type { CartState } from '#lib/commerce/cart/cart.machine.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import type { DeliveryChoice } from '#lib/commerce/cart/delivery-choice.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';
import { compiledOnce } from '../compiled-once.ts';
import { rethrowRefusal } from '../refusals.ts';
import { retrying } from '../retry.ts';
import { savedAnswer, type Once } from './idempotency.ts';

type NewCart = { id: string; channel: string; currency: string; country: string; postcode: string | null; at: Date };

/** In one round trip; with a key that was used before, the cart of its first call in two. Refuses `key-reused`. @returns the cart's id */
export async function insertCart(db: Db, { at, ...cart }: NewCart, once: Once | undefined): Promise<string> {
  const { id, channel, currency, country, postcode } = cart;
  if (!once) {
    await db
      .insertInto('cart')
      .values({ ...cart, created_at: at, updated_at: at })
      .execute();
    return id;
  }
  const { rows } = await sql`
    with fresh as (
      insert into idempotency (scope, key, hash, result) values (${once.scope}, ${once.key}, ${once.hash}, to_jsonb(${id}::text))
      on conflict do nothing returning key)
    insert into cart (id, channel, currency, country, postcode, created_at, updated_at)
      select ${id}::uuid, ${channel}, ${currency}, ${country}, ${postcode}, ${at}::timestamptz, ${at}::timestamptz from fresh
    returning id`.execute(db);
  return rows.length === 1 ? id : String(await savedAnswer(db, once));
}

export type AddLine = {
  cartId: string;
  lineId: string;
  variantId: string;
  quantity: number;
  pickupNodeId: string | null;
  addedBy: string;
  actor: Actor;
  at: Date;
  once: Once | undefined;
};
export type AddedLine = { version: number; lineId: string; quantity: number };

/** The whole command in one call; refuses as `decideToAdd` does, and `not-found` for a cart that is not there. */
export async function addLine(db: Db, { once, actor, ...line }: AddLine): Promise<AddedLine> {
  const { channel, ...who } = actor;
  const asked = JSON.stringify({ ...line, ...once, actor: who, channel });
  const call = sql<{ answer: AddedLine }>`select add_to_cart(${asked}::jsonb) as answer`;
  const { rows } = await retrying(once !== undefined, async () => call.execute(db)).catch(rethrowRefusal);
  const [first] = rows;
  if (!first) throw new Error('add_to_cart answered nothing');
  return { version: first.answer.version, lineId: first.answer.lineId, quantity: first.answer.quantity };
}

/** The cart as it is now, with today's price and stock beside each line, in order of place. One statement. */
export async function cartView(db: Db | Tx, id: string): Promise<CartView | undefined> {
  const [row] = await readCart(db, id);
  if (!row) return undefined;
  return { ...row, lines: row.lines as CartView['lines'], heldUntil: row.heldUntil ? new Date(row.heldUntil).toISOString() : null };
}

const readCart = compiledOnce(1, (db, [id]: [string]) =>
  db
    .selectFrom('cart as c')
    .select(['c.id', 'c.state', 'c.step', 'c.version', 'c.currency', 'c.country', 'c.postcode', 'c.note', 'c.order_id as orderId'])
    .select(sql<Contact | null>`c.contact`.as('contact'))
    .select(sql<Address | null>`c.address`.as('address'))
    .select(sql<DeliveryChoice | null>`c.delivery`.as('delivery'))
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('cart_line as l')
          .innerJoin('variant as v', 'v.id', 'l.variant_id')
          .innerJoin('product as g', 'g.id', 'v.product_id')
          .leftJoin('price as p', (join) => join.onRef('p.variant_id', '=', 'v.id').on('p.price_list', '=', 'shop'))
          .leftJoin('node as n', 'n.id', 'l.pickup_node_id')
          .select(['l.id', 'l.place', 'l.variant_id as variantId', 'l.quantity', 'l.unit_price_minor as unitPriceMinor', 'l.method'])
          .select(['l.pickup_node_id as pickupNodeId', 'n.name as pickupNodeName', 'g.title', 'g.handle', 'g.option_names as optionNames'])
          .select(['v.options', 'v.sku', 'g.size_class as sizeClass'])
          .select(sql<boolean>`v.tracked and not v.sell_beyond_stock`.as('counted'))
          .select(sql<number>`free_for_cart(l.cart_id, v.id, l.pickup_node_id)`.as('free'))
          .select(
            sql<number | null>`case when g.status = 'active' and g.published and p.currency = c.currency then p.amount_minor end`.as(
              'priceNowMinor'
            )
          )
          .select((of) =>
            jsonObjectFrom(
              of
                .selectFrom('product_image as i')
                .select(['i.src', 'i.alt', 'i.width', 'i.height'])
                .whereRef('i.product_id', '=', 'g.id')
                .orderBy(sql`i.src is not distinct from v.image_src`, 'desc')
                .orderBy('i.position')
                .limit(1)
            ).as('image')
          )
          .whereRef('l.cart_id', '=', 'c.id')
          .orderBy('l.place')
      ).as('lines'),
      eb
        .selectFrom('hold as h')
        .select((h) => h.fn.min('h.expires_at').as('first'))
        .whereRef('h.cart_id', '=', 'c.id')
        .where('h.state', '=', 'held')
        .as('heldUntil')
    ])
    .where('c.id', '=', id)
);

export type CartChange = {
  state?: CartState;
  step?: CartStep;
  postcode?: string | null;
  contact?: Contact;
  address?: Address | null;
  delivery?: DeliveryChoice | null;
  note?: string;
};

/** Waits for whoever changes the cart now, so that what is read afterwards is what will be changed. */
export async function lockCart(tx: Tx, id: string): Promise<CartView | undefined> {
  const locked = await tx.selectFrom('cart').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  return locked && (await cartView(tx, id));
}

/** @returns the new version, which is also that of the event to record */
export async function changeCart(tx: Tx, id: string, change: CartChange, at: Date): Promise<number> {
  const { contact, address, delivery, ...plain } = change;
  const row = await tx
    .updateTable('cart')
    .set((eb) => ({
      ...plain,
      ...(contact !== undefined && { contact: JSON.stringify(contact) }),
      ...(address !== undefined && { address: address && JSON.stringify(address) }),
      ...(delivery !== undefined && { delivery: delivery && JSON.stringify(delivery) }),
      version: eb('version', '+', 1),
      updated_at: at
    }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function setLine(tx: Tx, lineId: string, change: { quantity: number; unitPriceMinor: number }): Promise<void> {
  await tx
    .updateTable('cart_line')
    .set({ quantity: change.quantity, unit_price_minor: change.unitPriceMinor })
    .where('id', '=', lineId)
    .execute();
}

export async function removeLine(tx: Tx, lineId: string): Promise<void> {
  await tx.deleteFrom('cart_line').where('id', '=', lineId).execute();
}

/** What the shopper was shown becomes what the shopper has seen: from now on only later changes of price are told. */
export async function acceptPrices(tx: Tx, cartId: string): Promise<void> {
  await sql`
    update cart_line l set unit_price_minor = p.amount_minor from price p
    where p.variant_id = l.variant_id and p.price_list = 'shop' and l.cart_id = ${cartId} and l.unit_price_minor <> p.amount_minor`.execute(
    tx
  );
}

export async function countCartUnits(db: Db, id: string): Promise<number> {
  const row = await db
    .selectFrom('cart as c')
    .innerJoin('cart_line as l', 'l.cart_id', 'c.id')
    .select((eb) => eb.fn.sum<number>('l.quantity').as('units'))
    .where('c.id', '=', id)
    .where('c.state', 'in', ['active', 'checkout'])
    .executeTakeFirst();
  return row?.units ?? 0;
}
