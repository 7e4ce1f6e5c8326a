import type { BalancePayment, PlacedOrder } from '#lib/commerce/orders/placed-order.ts';

/** What an order writes, table by table, with the columns as they are called there. */
export function rowsOf(placed: PlacedOrder) {
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
    // Its events are all that happened to it so far.
    version: placed.events.length,
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
      created_at: placedAt,
      excluded_nodes: [],
      moves: 0
    })),
    fulfilmentLines: parcels.flatMap((parcel) =>
      parcel.fulfilmentLines.map((line) => ({
        id: line.id,
        fulfilment_order_id: parcel.id,
        order_line_id: line.orderLineId,
        variant_id: line.variantId,
        quantity: line.quantity,
        picked: 0
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

/** Where balances cover all, the first of them stands in the place of what is paid beside them. */
function paymentRows(placed: PlacedOrder) {
  const { payment, balances, placedAt, cart } = placed;
  const { transaction, amountMinor } = payment;
  const [first] = balances;
  if (first && amountMinor === 0) {
    const covering = balanceRows(placed, first);
    return { payment: covering.payment, paymentTransactions: [covering.transaction] };
  }
  const row = { id: payment.id, order_id: placed.id, method: payment.method, state: 'pending', currency: cart.currency };
  const sums = { amount_minor: amountMinor, authorized_minor: 0, captured_minor: 0, refunded_minor: 0 };
  return {
    payment: { ...row, ...sums, version: 1, created_at: placedAt },
    paymentTransactions: transaction
      ? [
          {
            id: transaction.id,
            payment_id: payment.id,
            kind: 'charge',
            provider_key: transaction.key,
            state: 'started',
            amount_minor: amountMinor,
            instrument: { method: payment.method },
            started_at: placedAt
          }
        ]
      : []
  };
}

/** Paid at once, from a balance that we keep. */
export function balanceRows(
  { id: orderId, cart, placedAt }: PlacedOrder,
  { id, transactionId, valueId, method, amountMinor }: BalancePayment
) {
  const sums = { amount_minor: amountMinor, authorized_minor: amountMinor, captured_minor: amountMinor, refunded_minor: 0 };
  return {
    payment: {
      id,
      order_id: orderId,
      method,
      state: 'captured' as const,
      currency: cart.currency,
      ...sums,
      version: 1,
      created_at: placedAt
    },
    transaction: {
      id: transactionId,
      payment_id: id,
      kind: 'charge' as const,
      provider_key: `balance:${id}`,
      state: 'succeeded' as const,
      amount_minor: amountMinor,
      instrument: { method },
      reference: `balance:${valueId}`,
      started_at: placedAt,
      ended_at: placedAt
    }
  };
}
