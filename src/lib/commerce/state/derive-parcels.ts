import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { ShipmentState } from '../fulfilment/shipment.machine.ts';
import { knownParcelWords, parcelClaim, type OrderClaim, type ParcelClaim } from './claims.ts';
import { lineId, placeOf } from './line-id.ts';
import {
  steps,
  type DerivedParcel,
  type Deriving,
  type Find,
  type Moment,
  type OpenUnits,
  type OrderFacts,
  type Stated,
  type Step
} from './order-facts.ts';
import { placesNamed } from './named-places.ts';
import { resolved } from './references.ts';

/** How far a parcel is; states of one rank are told apart by what is claimed: until it is packed it may go back and elsewhere. */
const RANK: Record<FulfilmentOrderState, number> = {
  unsourced: 0,
  scheduled: 0,
  on_hold: 0,
  unfillable: 0,
  allocated: 0,
  released: 0,
  picking: 0,
  packed: 3,
  ready_for_pickup: 4,
  shipped: 4,
  collected: 5,
  closed: 5,
  cancelled: 6,
  uncollected: 6
};
const BOUND: ReadonlySet<FulfilmentOrderState> = new Set(['allocated', 'released', 'picking', 'packed', 'ready_for_pickup']);
const PLACELESS: ReadonlySet<FulfilmentOrderState> = new Set(['unsourced', 'scheduled', 'on_hold', 'unfillable', 'cancelled']);
export const handedOver: ReadonlySet<FulfilmentOrderState> = new Set(['shipped', 'collected', 'closed']);

type Placed = { facts: OrderFacts; units: OpenUnits[]; deriving: Deriving; find: Find };
type Draft = Omit<DerivedParcel, 'lines' | 'place'> & { place: number | null; units: OpenUnits[] };

/** The parcels that the file has, and further ones for the units that are in none: those that were called off, and those still to be sent. */
export function deriveParcels(placed: Placed, claim: OrderClaim): DerivedParcel[] {
  const { facts, units, deriving } = placed;
  const left = new Map(units.map(({ place, quantity }) => [place, quantity]));
  const said = facts.shipments.flatMap((shipment) => saidParcel(placed, shipment, left));
  const calledOff = units.flatMap((unit) => {
    const cancelled = facts.order.record.lines[unit.place - 1]?.cancelled ?? 0;
    const known = said
      .filter(({ state }) => state === 'cancelled')
      .flatMap((parcel) => parcel.units)
      .filter(({ place }) => place === unit.place);
    const quantity = Math.min(left.get(unit.place) ?? 0, Math.max(0, cancelled - sum(known)));
    left.set(unit.place, (left.get(unit.place) ?? 0) - quantity);
    return quantity > 0 ? [{ ...unit, quantity }] : [];
  });
  const open = units.flatMap((unit) => {
    const quantity = left.get(unit.place) ?? 0;
    return quantity > 0 ? [{ ...unit, quantity }] : [];
  });
  const drafts = [...said, ...made(placed, calledOff, { parcel: 'cancelled' }), ...made(placed, open, restOf(claim, said))];
  const taken = new Set(drafts.map(({ place }) => place));
  let next = 1;
  return drafts.map((draft) => {
    while (taken.has(next)) next += 1;
    const place = draft.place ?? next;
    taken.add(place);
    const { units: inside, ...parcel } = draft;
    const isBound = (BOUND.has(parcel.state) || parcel.waitsFor !== null) && parcel.nodeId !== null;
    const lines = inside.map((unit) => {
      const id = deriving.partId('parcel-line', parcel.id, String(unit.place));
      const isCounted = deriving.variants.get(unit.variantId)?.counted ?? true;
      const allocationId = isBound && isCounted ? deriving.partId('allocation', parcel.id, String(unit.place)) : null;
      return { ...unit, id, orderLineId: lineId(deriving, facts.order, unit.place), allocationId };
    });
    return { ...parcel, place, lines };
  });
}

const sum = (units: { quantity: number }[]): number => units.reduce((total, { quantity }) => total + quantity, 0);

/** Where some of the order has parcels already, the rest is what is still to be sent. */
function restOf(claim: OrderClaim, said: Draft[]): ParcelClaim {
  if (said.length === 0 || claim.life === 'cancelled') return claim;
  return { parcel: claim.life === 'placed' || claim.life === 'on_hold' ? 'allocated' : 'released' };
}

function saidParcel(placed: Placed, { id, spot, record }: Stated<'shipment'>, left: Map<number, number>): Draft[] {
  const { facts, deriving, find } = placed;
  const units = unitsIn(placed, { spot, record }, left);
  const claimed = record.state ? claimOf(record.state, deriving, (finding) => find(spot, finding)) : undefined;
  const state = stateOf(record, claimed, (finding) => find(spot, finding));
  const createdAt = record.created_at ?? facts.order.record.placed_at;
  const moments = momentsOf(record, state, { first: createdAt });
  checkTimes(facts, record, (finding) => find(spot, finding));
  const nodeId = nodeOf(record, state, { deriving, units });
  const carrierState = record.carrier_state ?? claimed?.carrier;
  const { method, service } = record;
  return [
    {
      id,
      place: record.place ?? null,
      nodeId,
      method,
      service,
      state: nodeId === null && BOUND.has(state) ? 'unsourced' : state,
      collectCode: record.collect_code ?? codeFor({ method, state }, deriving),
      createdAt,
      moments,
      carrier: carrierOf({ id, method, state, hasNumber: Boolean(record.tracking_number) }, carrierState, deriving),
      units,
      ...placesNamed(record, deriving),
      waitsFor:
        record.waits_for && state === 'on_hold' ? deriving.idOf({ type: 'return', ...resolved(record.waits_for, record.source) }) : null,
      record
    }
  ];
}

/** What of the order is in the parcel; more than was left of it is found as an error. */
function unitsIn(
  { facts, units, deriving, find }: Placed,
  { spot, record }: Pick<Stated<'shipment'>, 'spot' | 'record'>,
  left: Map<number, number>
): OpenUnits[] {
  return record.lines.flatMap((line, index): OpenUnits[] => {
    const place = placeOf(facts.order, line.line);
    const ordered = units.find((unit) => unit.place === place);
    const pointer = `/lines/${index}`;
    if (!ordered) {
      const message = `The order has no line ${line.line}; name it by its id, or by its number counted from 1.`;
      find(spot, { code: 'unknown_line', pointer: `${pointer}/line`, value: line.line, message });
      return [];
    }
    const open = left.get(ordered.place) ?? 0;
    left.set(ordered.place, open - line.quantity);
    if (open < line.quantity) {
      const message = `Only ${ordered.quantity} were ordered, and with this parcel it would be ${ordered.quantity - open + line.quantity}.`;
      find(spot, { code: 'too_many_units', pointer: `${pointer}/quantity`, value: line.quantity, message });
    }
    const other = line.variant && deriving.idOf({ type: 'variant', ...resolved(line.variant, record.source) });
    return [{ ...ordered, ...(other && { variantId: other }), quantity: line.quantity }];
  });
}

function claimOf(word: string, { words }: Deriving, find: (finding: Parameters<Find>[1]) => void): ParcelClaim | undefined {
  const claimed = parcelClaim(word, words);
  if (claimed) return claimed;
  const message = `This word for a state is not known; map it in the header or write one of: ${knownParcelWords().join(', ')}.`;
  find({ code: 'unknown_state', pointer: '/state', value: word, message });
  return undefined;
}

/** Whoever has it needs none any more: some were given over the counter without one. */
const codeFor = ({ method, state }: Pick<DerivedParcel, 'method' | 'state'>, { newCode }: Deriving): string | null =>
  method === 'pickup' && state !== 'collected' && state !== 'closed' ? newCode(6) : null;

/** Where nobody says a place, one is found for what lies with us or did. */
function nodeOf(
  record: Stated<'shipment'>['record'],
  state: FulfilmentOrderState,
  { deriving, units }: { deriving: Deriving; units: OpenUnits[] }
): string | null {
  if (record.location) return deriving.idOf({ type: 'location', ...resolved(record.location, record.source) });
  return PLACELESS.has(state) ? null : (deriving.source(units)[0]?.nodeId ?? null);
}

/** What the times say, unless a state is claimed that is as far; one that is further must have had what lies between. */
function stateOf(
  record: Stated<'shipment'>['record'],
  claimed: ParcelClaim | undefined,
  find: (finding: Parameters<Find>[1]) => void
): FulfilmentOrderState {
  const shown = shownBy(record);
  if (!claimed) return shown ?? 'released';
  if (claimed.parcel === 'unfillable' && !record.choice) return 'released';
  if (!shown || RANK[claimed.parcel] >= RANK[shown]) return claimed.parcel;
  const message = `The times say ${shown}; they count.`;
  find({ code: 'state_differs', pointer: '/state', value: record.state, message, isWarning: true });
  return shown;
}

function shownBy(record: Stated<'shipment'>['record']): FulfilmentOrderState | undefined {
  if (record.cancelled_at) return 'cancelled';
  if (record.uncollected_at) return 'uncollected';
  if (record.collected_at) return 'collected';
  if (record.delivered_at) return 'closed';
  if (record.shipped_at || record.tracking.length > 0) return 'shipped';
  if (record.ready_at) return 'ready_for_pickup';
  if (record.packed_at) return 'packed';
  if (record.picking_at) return 'picking';
  return record.released_at ? 'released' : undefined;
}

const WAY: Record<DerivedParcel['method'], readonly Step[]> = {
  ship: ['released_at', 'picking_at', 'packed_at', 'shipped_at', 'delivered_at'],
  pickup: ['released_at', 'picking_at', 'packed_at', 'ready_at', 'collected_at'],
  carry_out: ['collected_at']
};
const REACHED: Partial<Record<FulfilmentOrderState, Step>> = {
  released: 'released_at',
  picking: 'picking_at',
  packed: 'packed_at',
  ready_for_pickup: 'ready_at',
  shipped: 'shipped_at',
  collected: 'collected_at',
  closed: 'delivered_at',
  cancelled: 'cancelled_at',
  uncollected: 'uncollected_at'
};

/** What the file says, and what must have been before the state it is in: at the time of what came before it. */
function momentsOf(
  record: Partial<Record<Step, string | null | undefined>> & { method: DerivedParcel['method'] },
  state: FulfilmentOrderState,
  { first }: { first: string }
) {
  const moments: Partial<Record<Step, Moment>> = {};
  for (const step of steps) if (record[step]) moments[step] = { at: record[step], isInferred: false };
  const way = WAY[record.method];
  const reached = REACHED[state];
  const end = reached ? way.indexOf(reached) : -1;
  let at = first;
  for (const step of way.slice(0, end + 1)) {
    at = moments[step]?.at ?? at;
    moments[step] ??= { at, isInferred: true };
  }
  if (reached && !moments[reached]) moments[reached] = { at: latest(moments, first), isInferred: true };
  return moments;
}

const latest = (moments: Partial<Record<Step, Moment>>, first: string): string =>
  Object.values(moments).reduce((last, { at }) => (at > last ? at : last), first);

function carrierOf(
  parcel: { id: string; method: DerivedParcel['method']; state: FulfilmentOrderState; hasNumber: boolean },
  claimed: ShipmentState | undefined,
  { partId }: Deriving
): DerivedParcel['carrier'] {
  const isSent = parcel.method === 'ship' && (parcel.state === 'shipped' || parcel.state === 'closed');
  if (!isSent && claimed === undefined && !parcel.hasNumber) return null;
  const state = claimed ?? (parcel.state === 'closed' ? 'delivered' : parcel.state === 'shipped' ? 'in_transit' : 'pre_transit');
  return { id: partId('shipment', parcel.id, ''), state: parcel.state === 'closed' && !claimed ? 'delivered' : state };
}

/** Parcels for units that the file has none for. */
function made({ facts, deriving }: Placed, units: OpenUnits[], claim: ParcelClaim): Draft[] {
  if (units.length === 0) return [];
  const { order } = facts;
  const chosen = order.record.location
    ? deriving.idOf({ type: 'location', ...resolved(order.record.location, order.record.source) })
    : null;
  const parts = chosen === null ? deriving.source(units) : [{ nodeId: chosen, units }];
  const method = claim.parcel === 'ready_for_pickup' || claim.parcel === 'collected' ? 'pickup' : 'ship';
  return parts.map(({ nodeId, units: inside }, index): Draft => {
    const id = deriving.partId('parcel', order.id, `${claim.parcel}/${index}`);
    const state = nodeId === null && claim.parcel !== 'cancelled' ? 'unsourced' : claim.parcel;
    const createdAt = order.record.placed_at;
    const cancelled = state === 'cancelled' ? (order.record.cancelled_at ?? null) : null;
    return {
      id,
      place: null,
      nodeId,
      method,
      service: method === 'pickup' ? 'pickup' : 'standard',
      state,
      collectCode: codeFor({ method, state }, deriving),
      createdAt,
      moments: momentsOf({ method, cancelled_at: cancelled, delivered_at: null }, state, { first: lastKnown(facts) }),
      carrier: carrierOf({ id, method, state, hasNumber: false }, claim.carrier, deriving),
      units: inside,
      choiceFrom: null,
      collectAt: null,
      waitsFor: null,
      record: null
    };
  });
}

/** The best time for what nobody gave one: when the order was last heard of. */
function lastKnown({ order: { record } }: OrderFacts): string {
  return [record.confirmed_at, record.completed_at, record.closed_at].reduce<string>(
    (last, at) => (at && at > last ? at : last),
    record.placed_at
  );
}

function checkTimes({ order }: OrderFacts, record: Stated<'shipment'>['record'], find: (finding: Parameters<Find>[1]) => void): void {
  const placedAt = order.record.placed_at;
  for (const step of steps) {
    const at = record[step];
    if (at && at < placedAt)
      find({ code: 'out_of_order', pointer: `/${step}`, value: at, message: `The order was placed later, at ${placedAt}.` });
  }
  if (record.delivered_at && record.shipped_at && record.delivered_at < record.shipped_at)
    find({ code: 'out_of_order', pointer: '/delivered_at', value: record.delivered_at, message: 'It arrives before it leaves.' });
  if (record.collected_at && record.ready_at && record.collected_at < record.ready_at)
    find({ code: 'out_of_order', pointer: '/collected_at', value: record.collected_at, message: 'It is collected before it is ready.' });
}
