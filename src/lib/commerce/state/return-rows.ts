import type { DerivedOrder, DerivedReturn } from './order-facts.ts';

/** What the returns of an order write. Where a line lies is named by its parcel and its line of the order, whose own row the shop may have already. */
export function returnRows({ id: orderId, lines, currency, returns }: DerivedOrder) {
  const lineAt = new Map(lines.map((line) => [line.place, line.id]));
  return {
    return_case: returns.map((returned) => caseRow(returned, { orderId, currency })),
    return_line: returns.flatMap(({ id, lines: inside }) =>
      inside.map(({ line, ...row }) => ({
        id: row.id,
        return_id: id,
        place: row.place,
        fulfilment_order_id: row.parcelId,
        order_line_id: lineAt.get(row.orderPlace) ?? '',
        variant_id: row.variantId,
        quantity: row.units.length,
        unit_price_minor: row.unitPriceMinor,
        reason: line.reason,
        detail: line.detail,
        words: line.words,
        exchange_variant_id: row.exchangeVariantId,
        exchange_unit_price_minor: row.exchangeUnitPriceMinor,
        exchange_order_line_id: row.exchangePlace === null ? null : (lineAt.get(row.exchangePlace) ?? null)
      }))
    ),
    return_unit: returns.flatMap(unitRows),
    return_shipment: returns.flatMap((returned) => travels(returned).map(({ row }) => row)),
    return_scan: returns.flatMap((returned) => travels(returned).flatMap(({ scans }) => scans)),
    return_issue: returns.flatMap((returned) => issueRows(returned, orderId))
  };
}

export type ReturnRows = ReturnType<typeof returnRows>;

function caseRow(returned: DerivedReturn, { orderId, currency }: { orderId: string; currency: string }) {
  const { record } = returned;
  return {
    id: returned.id,
    number: record.number ?? '',
    order_id: orderId,
    state: returned.state,
    channel: record.channel,
    method: record.method,
    refund_to: record.refund_to,
    trigger: record.trigger,
    approval: record.approval,
    is_kept: record.kept,
    keep_percent: record.keep_percent,
    currency,
    goods_minor: returned.goodsMinor,
    bringing_minor: returned.bringingMinor,
    fee_minor: returned.feeMinor,
    bonus_percent: record.bonus_percent,
    policy: returned.policy,
    drop_node_id: returned.dropNodeId,
    came_to_node_id: returned.cameToNodeId,
    reason_declined: record.reason_declined,
    is_appealed: record.appealed,
    // Words belong to whoever asked once more.
    appeal_words: record.appealed ? record.appeal_words : '',
    exchange_state: exchangeStateOf(returned),
    exchange_more_minor: Number(record.exchange_more),
    asked_at: record.asked_at,
    approved_at: record.approved_at ?? null,
    send_by: returned.sendBy,
    handed_over_at: record.handed_over_at ?? null,
    refund_due_at: returned.refundDueAt,
    is_overdue_told: record.overdue_told,
    owed_at: returned.owedAt,
    settled_at: record.settled_at ?? null,
    ended_at: returned.endedAt
  };
}

/** Where the file does not say it: the new thing went out when it is a line of the order; else money goes back instead. */
function exchangeStateOf({ record, lines }: DerivedReturn) {
  if (record.refund_to !== 'exchange') return null;
  return (
    record.exchange_state ?? (lines.some(({ exchangePlace }) => exchangePlace !== null) ? ('released' as const) : ('given_back' as const))
  );
}

const unitRows = ({ id, lines }: DerivedReturn) =>
  lines.flatMap((line) =>
    line.units.map((unit) => ({
      id: unit.id,
      return_id: id,
      return_line_id: line.id,
      unit: unit.unit,
      is_claimed: unit.isClaimed,
      received_at: unit.receivedAt,
      disposition: unit.disposition,
      graded_at: unit.gradedAt,
      graded_by: unit.gradedBy,
      node_id: unit.nodeId,
      note: unit.note
    }))
  );

function travels({ id: returnId, record, travelIds }: DerivedReturn) {
  return record.travels.map((travel, index) => {
    const id = travelIds[index] ?? '';
    const row = {
      id,
      return_id: returnId,
      carrier: travel.carrier,
      service: travel.service,
      tracking_number: travel.tracking_number ?? null,
      state: travel.state,
      label_state: travel.label_state,
      label_note: travel.label_note,
      carrier_ref: travel.carrier_ref ?? null,
      tracker_ref: travel.tracker_ref ?? null,
      booked_at: travel.booked_at ?? null,
      delivered_at: travel.delivered_at ?? null,
      created_at: travel.created_at ?? record.approved_at ?? record.asked_at
    };
    const scans = travel.tracking.map((scan) => ({
      return_shipment_id: id,
      provider: scan.provider,
      provider_event_id: scan.id,
      status: scan.status,
      detail: scan.detail,
      message: scan.message,
      city: scan.city,
      raw: {},
      occurred_at: scan.at,
      received_at: scan.received_at ?? scan.at
    }));
    return { row, scans };
  });
}

const issueRows = ({ id: returnId, record, issues }: DerivedReturn, orderId: string) =>
  record.issues.map((issue, index) => ({
    id: issues[index]?.id ?? '',
    kind: issue.kind,
    return_id: returnId,
    order_id: orderId,
    node_id: issues[index]?.nodeId ?? null,
    words: issue.words,
    at: issue.at,
    by: { role: 'system' },
    ended_at: issue.ended_at ?? null,
    outcome: issue.ended_at ? (issue.outcome ?? 'ended before it came') : '',
    cause: issue.cause ?? `import:${returnId}/${index}`
  }));
