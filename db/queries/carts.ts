import { sql } from 'kysely';
import type { Author } from '#lib/commerce/cart/author.ts';
import type { Address, CartStep, Contact } from '#lib/commerce/cart/cart.ts';
import type { CartState } from '#lib/commerce/cart/cart.machine.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import type { DeliveryChoice } from '#lib/commerce/cart/delivery-choice.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';
import { coalescedOn } from '../coalesced.ts';
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

/** The account's open cart, which is the new one when there was none: of two at once both get the same. @returns the cart's id */
export async function openCartFor(db: Db, customerId: string, { at, ...cart }: NewCart): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into cart (id, channel, currency, country, postcode, customer_id, created_at, updated_at)
      values (${cart.id}, ${cart.channel}, ${cart.currency}, ${cart.country}, ${cart.postcode}, ${customerId}, ${at}, ${at})
    on conflict (customer_id) where state in ('active', 'checkout') do update set customer_id = excluded.customer_id
    returning id`.execute(db);
  return rows[0]?.id ?? cart.id;
}

export type AddLine = {
  cartId: string;
  lineId: string;
  variantId: string;
  quantity: number;
  pickupNodeId: string | null;
  operationId: string;
  author: Author;
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

/** The cart as it is now, with today's price and stock beside each line, in order of place. One statement, which callers share. */
export async function cartView(db: Db | Tx, id: string): Promise<CartView | undefined> {
  return db.isTransaction ? (await cartViews(db, [id]))[0] : sharedView(db, id);
}

const sharedView = coalescedOn<string, CartView | undefined>((db) => ({
  alone: async (id) => (await cartViews(db, [id]))[0],
  together: async (ids) => cartViews(db, ids),
  apart: () => []
}));

async function cartViews(db: Db | Tx, ids: string[]): Promise<(CartView | undefined)[]> {
  const { rows } = await sql<{ id: string; cart: CartView }>`select id, cart from cart_views(${ids}::uuid[])`.execute(db);
  const carts = new Map(rows.map(({ id, cart }) => [id, asCartView(cart)]));
  return ids.map((id) => carts.get(id));
}

/** As `cart_views` gives it, but that it prints times with an offset. */
export function asCartView(cart: CartView): CartView {
  return { ...cart, heldUntil: cart.heldUntil === null ? null : new Date(cart.heldUntil).toISOString() };
}

/** Says with what its shopper pays first. Its version stays: what is ordered is the same. False when it is closed. */
export async function setPaysWith(tx: Tx, id: string, valueIds: string[], at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('cart')
    .set({ pays_with: valueIds.length === 0 ? null : valueIds, updated_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['active', 'checkout', 'handed_off'])
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

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
