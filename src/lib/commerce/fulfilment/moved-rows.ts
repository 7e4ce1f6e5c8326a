import { localDate } from '#lib/kernel/zoned.ts';
import { MARKET } from '../stores/market.ts';
import type { FulfilmentService } from './delivery-rules.ts';
import type { MovableLine, ParcelToMove } from './moved-parcel.ts';
import type { Promised } from './promise.ts';

/** Where units of a parcel go now. `lines` name variants; which rows they are is found out here. */
export type NewParcel = {
  nodeId: string;
  nodeName: string;
  method: 'ship' | 'pickup';
  promised: Promised;
  metres: number;
  lines: readonly { variantId: string; quantity: number }[];
};
/** `why`: what spoke for these places, kept with the promise. */
export type NewParcels = { parcels: readonly NewParcel[]; why: object };

/** How promises are written: always, or only when the day is another. */
export type Reason = {
  reason: string;
  detail: string;
  isAlwaysSaid: boolean;
  at: Date;
  newId: () => string;
  newCode: (length: number) => string;
};

export type Sent = {
  id: string;
  nodeId: string;
  nodeName: string;
  method: 'ship' | 'pickup';
  collectCode: string | null;
  service: FulfilmentService;
  promised: Promised;
  plan: { shipBy: string; distanceMetres: number };
  /** What the new promise was computed from, and why from there. */
  inputs: object;
  lines: (MovableLine & { isNew: boolean })[];
};

/** Which units of which line go in which parcel. A line is one row in the first parcel that has some of it, and a new row in each further one. */
export function spread(parcel: ParcelToMove, plan: NewParcels, { newId, newCode }: Reason): Sent[] {
  const left = new Map(parcel.lines.map((line) => [line.id, line.quantity]));
  const placed = new Set<string>();
  return plan.parcels.map(({ nodeId, nodeName, method, promised, metres, lines }, index): Sent => {
    const shares = lines.flatMap(({ variantId, quantity }) => unitsOf(parcel.lines, left, { variantId, quantity }));
    const rows = shares.map(({ line, quantity }) => {
      const isNew = placed.has(line.id);
      placed.add(line.id);
      return { ...line, id: isNew ? newId() : line.id, quantity, isNew };
    });
    return {
      id: index === 0 ? parcel.id : newId(),
      nodeId,
      nodeName,
      method,
      collectCode: method === 'pickup' ? newCode(6) : null,
      service: promised.steps.service,
      promised,
      plan: { shipBy: promised.shipBy.toISOString(), distanceMetres: Math.round(metres) },
      inputs: { ...promised.steps, ...plan.why },
      lines: rows
    };
  });
}

function unitsOf(lines: readonly MovableLine[], left: Map<string, number>, wanted: { variantId: string; quantity: number }) {
  let open = wanted.quantity;
  return lines.flatMap((line) => {
    const quantity = line.variantId === wanted.variantId ? Math.min(open, left.get(line.id) ?? 0) : 0;
    open -= quantity;
    left.set(line.id, (left.get(line.id) ?? 0) - quantity);
    return quantity > 0 ? [{ line, quantity }] : [];
  });
}

export function linesOf(sent: readonly Sent[]) {
  const rows = sent.flatMap(({ id, lines }) => lines.map((line) => ({ ...line, parcelId: id })));
  return {
    lines: rows
      .filter(({ isNew }) => !isNew)
      .map(({ id, parcelId, variantId, quantity }) => ({ id, fulfilment_order_id: parcelId, variant_id: variantId, quantity })),
    newLines: rows
      .filter(({ isNew }) => isNew)
      .map(({ id, parcelId, orderLineId, variantId, quantity }) => ({
        id,
        fulfilment_order_id: parcelId,
        order_line_id: orderLineId,
        variant_id: variantId,
        quantity,
        picked: 0
      }))
  };
}

export function openedRow(parcel: ParcelToMove, one: Sent, { place, excluded, at }: { place: number; excluded: string[]; at: Date }) {
  return {
    id: one.id,
    order_id: parcel.order.id,
    place,
    node_id: one.nodeId,
    method: one.method,
    service: one.service,
    state: 'allocated',
    collect_code: one.collectCode,
    plan: one.plan,
    version: 1,
    created_at: at,
    excluded_nodes: excluded,
    moves: parcel.moves + 1
  };
}

/** A parcel that was split off carries the first promise on, so that it is judged by it; the new day is the next version. */
export function promisesOf(parcel: ParcelToMove, one: Sent, { reason, detail, isAlwaysSaid, at, newId }: Reason) {
  const [first, last] = [parcel.promises[0], parcel.promises.at(-1)];
  if (!first || !last) return { rows: [], event: undefined };
  const row = { order_id: parcel.order.id, fulfilment_order_id: one.id, detail: '', at };
  const { deliverFrom, deliverUntil, ruleVersion } = one.promised;
  const isOwn = one.id === parcel.id;
  const carried = isOwn
    ? []
    : [
        {
          ...row,
          id: newId(),
          number: 1,
          state: 'committed',
          reason: 'placed',
          ...windowRow(first),
          inputs: first.inputs,
          rule_version: first.ruleVersion
        }
      ];
  const number = isOwn ? last.number + 1 : 2;
  if (!isAlwaysSaid && sameDay(last.deliverUntil, deliverUntil)) return { rows: carried, event: undefined };
  const window = { deliverFrom: deliverFrom.toISOString(), deliverUntil: deliverUntil.toISOString() };
  const revised = {
    ...row,
    id: newId(),
    number,
    state: 'revised',
    reason,
    detail,
    ...windowRow(window),
    inputs: one.inputs,
    rule_version: ruleVersion
  };
  const was = { wasFrom: instantText(last.deliverFrom), wasUntil: instantText(last.deliverUntil) };
  return { rows: [...carried, revised], event: { fulfilmentOrderId: one.id, number, ...window, ...was, reason, detail } };
}

const windowRow = (window: { deliverFrom: string; deliverUntil: string }) => ({
  deliver_from: window.deliverFrom,
  deliver_until: window.deliverUntil
});

/** The database writes the same moment in another way. */
const instantText = (at: string): string => new Date(at).toISOString();

const sameDay = (was: string, is: Date): boolean => localDate(new Date(was), MARKET.timeZone) === localDate(is, MARKET.timeZone);
