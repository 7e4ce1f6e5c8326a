import { sql } from 'kysely';
import type { PlacedOrder } from '#lib/commerce/orders/placed-order.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';
import { rethrowRefusal } from '../refusals.ts';
import { retrying } from '../retry.ts';
import type { Once } from './idempotency.ts';

/**
 * Reserve, order, claim: three steps joined by the reservation's id, in one call because they share a database.
 * Answers the order of the key's first call, or that of the cart when it was placed already.
 * Refuses `cart-changed`, `price-changed`, `out-of-stock` (detail: what it is called), `key-reused`.
 */
export async function placeInOneCall(db: Db, placed: PlacedOrder, by: By): Promise<string> {
  return retrying(by.once !== undefined, async () => place(db, placed, by)).catch(rethrowRefusal);
}

/** The same within a transaction that has more to write; it alone may be tried again. */
export async function placeWithin(tx: Tx, placed: PlacedOrder, actor: Actor): Promise<string> {
  return place(tx, placed, { actor, once: undefined });
}

type By = { actor: Actor; once: Once | undefined };

async function place(db: Db | Tx, placed: PlacedOrder, by: By): Promise<string> {
  const { channel, ...actor } = by.actor;
  const call = { ...by.once, actor, channel, at: placed.placedAt, ...rowsOf(placed) };
  const { rows } = await sql<{ answer: { orderId: string } }>`select place_order(${JSON.stringify(call)}::jsonb) as answer`.execute(db);
  const [first] = rows;
  if (!first) throw new Error('place_order answered nothing');
  return first.answer.orderId;
}

function rowsOf(placed: PlacedOrder) {
  return {
    cartId: placed.cart.id,
    cartVersion: placed.cart.version,
    events: placed.events,
    priced: placed.cart.lines.map((line) => ({ variant_id: line.variantId, amount_minor: line.unitPriceMinor })),
    order: orderRow(placed),
    orderLines: placed.lines.map((line) => ({
      id: line.id,
      order_id: placed.id,
      place: line.place,
      variant_id: line.variantId,
      title: line.title,
      options: line.options,
      sku: line.sku,
      image_src: line.imageSrc,
      quantity: line.quantity,
      unit_price_minor: line.unitPriceMinor
    })),
    ...parcelRows(placed),
    ...paymentRows(placed)
  };
}

function orderRow(placed: PlacedOrder) {
  const { cart, totals } = placed;
  return {
    id: placed.id,
    number: placed.number,
    cart_id: cart.id,
    channel: placed.channel,
    life: placed.life,
    currency: cart.currency,
    country: cart.country,
    goods_minor: totals.goodsMinor,
    delivery_minor: totals.deliveryMinor,
    tax_included_minor: totals.taxIncludedMinor,
    total_minor: totals.totalMinor,
    contact: cart.contact,
    address: cart.address,
    note: cart.note,
    placed_at: placed.placedAt,
    pay_by: placed.payBy,
    updated_at: placed.placedAt
  };
}

function parcelRows(placed: PlacedOrder) {
  const { parcels, placedAt } = placed;
  return {
    fulfilmentOrders: parcels.map((parcel) => ({
      id: parcel.id,
      order_id: placed.id,
      place: parcel.place,
      node_id: parcel.nodeId,
      method: parcel.method,
      service: parcel.service,
      state: 'allocated',
      collect_code: parcel.collectCode,
      plan: { shipBy: parcel.shipBy, distanceMetres: parcel.distanceMetres },
      version: 1,
      created_at: placedAt
    })),
    fulfilmentLines: parcels.flatMap((parcel) =>
      parcel.fulfilmentLines.map((line) => ({
        id: line.id,
        fulfilment_order_id: parcel.id,
        order_line_id: line.orderLineId,
        variant_id: line.variantId,
        quantity: line.quantity
      }))
    ),
    allocations: parcels.flatMap((parcel) =>
      parcel.fulfilmentLines
        .filter((line) => line.allocationId !== null)
        .map((line) => ({
          id: line.allocationId,
          fulfilment_line_id: line.id,
          variant_id: line.variantId,
          node_id: parcel.nodeId,
          quantity: line.quantity
        }))
    ),
    promises: parcels
      .filter(({ method }) => method !== 'carry_out')
      .map((parcel) => ({
        id: parcel.promiseId,
        order_id: placed.id,
        fulfilment_order_id: parcel.id,
        number: 1,
        state: 'committed',
        deliver_from: parcel.deliverFrom,
        deliver_until: parcel.deliverUntil,
        reason: 'placed',
        detail: '',
        inputs: parcel.inputs,
        rule_version: parcel.ruleVersion,
        at: placedAt
      }))
  };
}

function paymentRows({ payment, totals, cart, placedAt, id }: PlacedOrder) {
  const { transaction } = payment;
  return {
    payment: {
      id: payment.id,
      order_id: id,
      method: payment.method,
      state: 'pending',
      currency: cart.currency,
      amount_minor: totals.totalMinor,
      authorized_minor: 0,
      captured_minor: 0,
      refunded_minor: 0,
      version: 1,
      created_at: placedAt
    },
    paymentTransactions: transaction
      ? [
          {
            id: transaction.id,
            payment_id: payment.id,
            kind: 'charge',
            provider_key: transaction.key,
            state: 'started',
            amount_minor: totals.totalMinor,
            instrument: { method: payment.method },
            started_at: placedAt
          }
        ]
      : []
  };
}
