import { changeRows } from './change-rows.ts';
import { returnRows } from './return-rows.ts';
import type { DerivedOrder, DerivedParcel, DerivedPayment } from './order-facts.ts';

/** What an imported order writes, table by table, with the columns as they are called there. What is left out is as for any new row. */
export function orderRows(order: DerivedOrder, { version, number, at }: { version: number; number: string; at: string }) {
  const { id } = order;
  return {
    ...headRows(order, { version, number, at }),
    fulfilment_order: order.parcels.map((parcel) => parcelRow(parcel, id)),
    fulfilment_line: order.parcels.flatMap((parcel) =>
      parcel.lines.map((line) => ({
        id: line.id,
        fulfilment_order_id: parcel.id,
        order_line_id: line.orderLineId,
        variant_id: line.variantId,
        quantity: line.quantity
      }))
    ),
    shipment: order.parcels.flatMap(shipmentRows),
    tracking_event: order.parcels.flatMap(scanRows),
    promise: order.parcels.flatMap((parcel) => promiseRows(parcel, id)),
    parcel_choice: order.parcels.flatMap((parcel) => choiceRows(parcel, id)),
    parcel_wish: order.parcels.flatMap(wishRows),
    payment: order.payments.map((payment) => paymentRow(payment, order)),
    payment_transaction: order.payments.flatMap(transactionRows),
    ...creditRows(order),
    ...returnRows(order),
    ...changeRows(order),
    allocations: order.parcels.flatMap((parcel) =>
      parcel.lines
        .filter(({ allocationId }) => allocationId !== null)
        .map((line) => ({
          fulfilment_order_id: parcel.id,
          order_line_id: line.orderLineId,
          variant_id: line.variantId,
          node_id: parcel.nodeId ?? '',
          quantity: line.quantity
        }))
    )
  };
}

function headRows(order: DerivedOrder, { version, number, at }: { version: number; number: string; at: string }) {
  const { id, record } = order;
  return {
    orders: [
      {
        id,
        number,
        customer_id: order.customerId,
        channel: record.channel,
        life: order.life,
        currency: order.currency,
        country: order.country,
        goods_minor: order.goodsMinor,
        delivery_minor: order.deliveryMinor,
        tax_included_minor: order.taxIncludedMinor,
        total_minor: order.totalMinor,
        contact: order.contact,
        address: order.address,
        note: record.note,
        placed_at: record.placed_at,
        pay_by: record.pay_by ?? null,
        version,
        updated_at: at
      }
    ],
    order_line: order.lines.map((line) => ({
      id: line.id,
      order_id: id,
      place: line.place,
      variant_id: line.variantId,
      title: line.title,
      options: line.options,
      sku: line.sku,
      image_src: line.image,
      quantity: line.quantity,
      unit_price_minor: line.unitPriceMinor
    }))
  };
}

function creditRows({ id, credits }: DerivedOrder) {
  return {
    order_credit: credits.map((credit) => ({
      id: credit.id,
      order_id: id,
      cause: credit.cause,
      reason: credit.reason,
      fulfilment_order_id: credit.parcelId,
      return_id: credit.returnId,
      goods_minor: credit.goodsMinor,
      delivery_minor: credit.deliveryMinor,
      goodwill_minor: credit.goodwillMinor,
      fee_minor: credit.feeMinor,
      netted_minor: credit.nettedMinor,
      untaken_minor: credit.untakenMinor,
      bonus_minor: credit.bonusMinor,
      policy: credit.policy,
      actor: { role: 'system' },
      at: credit.at
    })),
    refund: credits.flatMap((credit) =>
      credit.refunds.map((refund) => ({
        id: refund.id,
        order_id: id,
        payment_id: refund.paymentId,
        credit_id: credit.id,
        amount_minor: refund.amountMinor,
        how: refund.how,
        state: refund.state,
        due_at: refund.dueAt,
        paid_at: refund.paidAt
      }))
    )
  };
}

export type OrderRows = ReturnType<typeof orderRows>;

function parcelRow(parcel: DerivedParcel, orderId: string) {
  const { record } = parcel;
  return {
    id: parcel.id,
    order_id: orderId,
    place: parcel.place,
    node_id: parcel.nodeId,
    method: parcel.method,
    service: parcel.service,
    state: parcel.state,
    collect_code: parcel.collectCode,
    plan: {
      ...(record?.ship_by && { shipBy: record.ship_by }),
      ...(record?.distance_metres !== undefined && { distanceMetres: record.distance_metres }),
      ...(parcel.waitsFor !== null && { returnId: parcel.waitsFor })
    },
    created_at: parcel.createdAt
  };
}

function shipmentRows({ id, carrier, record, service, moments, createdAt }: DerivedParcel) {
  if (!carrier) return [];
  const shippedAt = moments.shipped_at?.at;
  return [
    {
      id: carrier.id,
      fulfilment_order_id: id,
      service,
      // What has no number of its carrier is called by our own.
      ...named(record, `import-${carrier.id}`),
      state: carrier.state,
      booked_at: orNull(shippedAt),
      delivered_at: orNull(moments.delivered_at?.at),
      created_at: shippedAt ?? moments.packed_at?.at ?? createdAt
    }
  ];
}

const orNull = <T>(value: T | null | undefined): T | null => value ?? null;

function named(record: DerivedParcel['record'], number: string) {
  return {
    carrier: record?.carrier ?? 'unknown',
    tracking_number: record?.tracking_number ?? number,
    estimate_from: orNull(record?.estimate_from),
    estimate_until: orNull(record?.estimate_until)
  };
}

function scanRows({ carrier, record }: DerivedParcel) {
  if (!carrier) return [];
  return (record?.tracking ?? []).map((scan) => ({
    shipment_id: carrier.id,
    provider: scan.provider,
    provider_event_id: scan.id,
    status: scan.status,
    detail: scan.detail,
    message: scan.message,
    city: scan.city,
    lat: scan.lat ?? null,
    lng: scan.lng ?? null,
    raw: {},
    occurred_at: scan.at,
    received_at: scan.received_at ?? scan.at
  }));
}

function promiseRows({ id, record, createdAt }: DerivedParcel, orderId: string) {
  return (record?.promises ?? []).map((promise, index) => ({
    order_id: orderId,
    fulfilment_order_id: id,
    number: index + 1,
    state: promise.state,
    deliver_from: promise.deliver_from,
    deliver_until: promise.deliver_until,
    reason: promise.reason,
    detail: promise.detail,
    inputs: {},
    rule_version: promise.rule,
    at: promise.at ?? createdAt
  }));
}

function choiceRows({ id, state, record, choiceFrom }: DerivedParcel, orderId: string) {
  const choice = record?.choice;
  if (!choice || state !== 'unfillable') return [];
  return [
    {
      order_id: orderId,
      fulfilment_order_id: id,
      from_node_id: choiceFrom,
      reason: choice.reason,
      missing: choice.missing,
      asked_at: choice.asked_at,
      decide_by: choice.decide_by
    }
  ];
}

/** Only what travels, or did, can be told to a carrier. A code for the door has the time at which it was given. */
function wishRows({ id, carrier, record, collectAt }: DerivedParcel) {
  const wish = record?.wish;
  if (!wish || !carrier) return [];
  const { safe_place = null, door_pin = null, pin_at, told_at = null, refused, at } = wish;
  const pin = { door_pin, pin_at: door_pin === null ? null : (pin_at ?? at) };
  return [{ fulfilment_order_id: id, safe_place, ...pin, collect_node_id: collectAt, told_at, refused, at }];
}

function paymentRow(payment: DerivedPayment, { id, currency }: DerivedOrder) {
  return {
    id: payment.id,
    order_id: id,
    method: payment.method,
    state: payment.state,
    currency,
    amount_minor: payment.amountMinor,
    authorized_minor: payment.authorizedMinor,
    captured_minor: payment.capturedMinor,
    refunded_minor: payment.refundedMinor,
    change_id: payment.change?.id ?? null,
    pay_by: payment.change?.payBy ?? null,
    lapsed_at: payment.change?.lapsedAt ?? null,
    created_at: payment.at
  };
}

function transactionRows({ id, transactions }: DerivedPayment) {
  return transactions.map((transaction) => ({
    id: transaction.id,
    payment_id: id,
    kind: transaction.kind,
    provider_key: transaction.key,
    state: transaction.state,
    amount_minor: transaction.amountMinor,
    fulfilment_order_id: transaction.parcelId,
    instrument: transaction.instrument,
    reference: transaction.reference,
    reason: transaction.reason,
    started_at: transaction.at,
    ended_at: transaction.endedAt
  }));
}
