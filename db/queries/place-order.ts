import { sql } from 'kysely';
import type { PlacedOrder } from '#lib/commerce/orders/placed-order.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';
import { coalescedOn } from '../coalesced.ts';
import { rethrowRefusal } from '../refusals.ts';
import { retrying } from '../retry.ts';
import type { Once } from './idempotency.ts';
import { balanceRows, rowsOf } from './order-rows.ts';
import { redeem } from './stored-values.ts';

type By = { actor: Actor; once: Once | undefined };
type Call = { placed: PlacedOrder; actor: Actor; once: Once };

/**
 * Reserve, order, claim, in one call because they share a database: the holds of the cart become its allocations, each of which names the hold
 * that it was. Under load it is one call for several orders.
 * Answers the order of the key's first call, or that of the cart when it was placed already.
 * Refuses `cart-changed`, `price-changed`, `out-of-stock` (detail: what it is called), `key-reused`.
 */
export async function placeInOneCall(db: Db, placed: PlacedOrder, { actor, once }: { actor: Actor; once: Once }): Promise<string> {
  return orderly(db, { placed, actor, once });
}

/** The same within a transaction that has more to write; it alone may be tried again. */
export async function placeWithin(tx: Tx, placed: PlacedOrder, actor: Actor): Promise<string> {
  return place(tx, placed, { actor, once: undefined });
}

const orderly = coalescedOn<Call, string>((db) => ({
  alone: async ({ placed, ...by }) => retrying(true, async () => place(db, placed, by)).catch(rethrowRefusal),
  together: async (calls) => placeTogether(db, calls),
  apart: ({ placed }) => [placed.cart.id]
}));

async function place(db: Db | Tx, placed: PlacedOrder, by: By): Promise<string> {
  const { channel, ...actor } = by.actor;
  const call = { ...by.once, actor, channel, at: placed.placedAt, ...rowsOf(placed) };
  // Whoever places it, at a till too: the order belongs to the account that its cart belongs to.
  const { rows } = await sql<{ answer: { orderId: string } }>`
    select place_order(jsonb_set(${JSON.stringify(call)}::jsonb, '{order,customer_id}', coalesce(
      (select to_jsonb(customer_id) from cart where id = ${placed.cart.id}), to_jsonb(${askerOf(by.actor)}::uuid), 'null'))) as answer`.execute(
    db
  );
  const [first] = rows;
  if (!first) throw new Error('place_order answered nothing');
  return first.answer.orderId;
}

/** The balances that pay a part of it, each once, beside what `place_order` wrote. False when one has not that much any more. */
export async function payFromBalances(tx: Tx, placed: PlacedOrder, by: { actor: Actor; newId: () => string }): Promise<boolean> {
  const { id: orderId, balances, payment, placedAt: at } = placed;
  for (const [index, balance] of balances.entries()) {
    const { payment: row, transaction } = balanceRows(placed, balance);
    // Where they cover all, the first of them was written as the order's own payment.
    if (index > 0 || payment.amountMinor > 0) {
      // oxlint-disable-next-line no-await-in-loop -- three at most, one after the other
      await tx.insertInto('payment').values(row).execute();
      // oxlint-disable-next-line no-await-in-loop
      await tx
        .insertInto('payment_transaction')
        .values({ ...transaction, instrument: JSON.stringify(transaction.instrument) })
        .execute();
    }
    const { id: paymentId, valueId, amountMinor } = balance;
    const entry = {
      id: by.newId(),
      valueId,
      deltaMinor: -amountMinor,
      cause: `payment:${paymentId}`,
      orderId,
      paymentId,
      actor: by.actor,
      at
    };
    // oxlint-disable-next-line no-await-in-loop
    if (!(await redeem(tx, entry))) return false;
  }
  return true;
}

const askerOf = (actor: Actor): string | null => (actor.role === 'shopper' ? (actor.customerId ?? null) : null);

/** @throws when one of them cannot be placed just as it was decided, or was placed before: then none of them is */
async function placeTogether(db: Db, calls: Call[]): Promise<string[]> {
  const rows = calls.map(({ placed, actor }) => ({ ...rowsOf(placed), customer_id: askerOf(actor) }));
  const all = {
    calls: calls.map(callRow),
    orders: rows.map(({ order, cartId, customer_id }) => ({ cart_id: cartId, customer_id, order })),
    priced: rows.flatMap(({ priced }) => priced),
    orderLines: rows.flatMap(({ orderLines }) => orderLines),
    fulfilmentOrders: rows.flatMap(({ fulfilmentOrders }) => fulfilmentOrders),
    fulfilmentLines: rows.flatMap(({ fulfilmentLines }) => fulfilmentLines),
    promises: rows.flatMap(({ promises }) => promises),
    payments: rows.map(({ payment }) => payment),
    paymentTransactions: rows.flatMap<object>(({ paymentTransactions }) => paymentTransactions),
    allocations: rows.flatMap(({ allocations, cartId }) => allocations.map((allocation) => ({ ...allocation, cart_id: cartId }))),
    events: rows.flatMap(({ events, cartId }) => events.map((fact, n) => ({ cart_id: cartId, n, fact })))
  };
  await sql`select place_orders(${JSON.stringify(all)}::jsonb)`.execute(db);
  return calls.map(({ placed }) => placed.id);
}

function callRow({ placed, actor: { channel, ...actor }, once }: Call) {
  const { cart, id, placedAt } = placed;
  return { ...once, actor, channel, cart_id: cart.id, cart_version: cart.version, order_id: id, at: placedAt };
}
