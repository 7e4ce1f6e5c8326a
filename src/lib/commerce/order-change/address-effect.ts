import type { LocalDate } from '#lib/kernel/zoned.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Address } from '../cart/cart.ts';
import { planElsewhere, type ParcelToMove } from '../fulfilment/moved-parcel.ts';
import type { Promised } from '../fulfilment/promise.ts';
import { whyOf } from '../fulfilment/sourcing.ts';
import { NO_EFFECT, type ChangeEffect, type ShelfUnits } from './change-effect.ts';
import type { FactParcel, OrderFacts } from './order-facts.ts';
import type { AddressWish } from './wish.ts';

/** Where a postcode is. */
export type KnownPlace = { code: string; lat: number; lng: number; city: string; state: string };
/** All that a delivery to another place is planned by, at one moment. */
export type AroundAddress = { place: KnownPlace | undefined; parcels: readonly ParcelToMove[]; holidays: readonly LocalDate[]; at: Date };
/** How a parcel reaches the other place. */
export type NewArrival = { parcelId: string; nodeId: string; nodeName: string; promised: Promised; metres: number; why: object };
export type PlannedAddress = { address: Address; arrivals: NewArrival[] };

/** Where it goes instead, and how each parcel comes there. Refuses `unknown-postcode`, and `no-service` where one of them cannot be brought. */
export function planAddress(order: OrderFacts, wish: AddressWish, { parcelIds, around }: { parcelIds: string[]; around: AroundAddress }) {
  const { line1, line2 } = wish;
  const { place } = around;
  if (!place) refuse('unknown-postcode', wish.postcode);
  const address = { line1, line2, city: place.city, state: place.state, postcode: place.code, country: order.country };
  const isSamePlace = order.address?.postcode === place.code;
  // What has no place yet is planned when it gets one, by the address that is there then.
  const moving = isSamePlace ? [] : around.parcels.filter(({ id, nodeId }) => parcelIds.includes(id) && nodeId !== null);
  const arrivals = moving.map((parcel) => arrivalOf(parcel, place, around) ?? refuse('no-service', place.code));
  return { address, arrivals };
}

/**
 * From the best place that has all of it; what would have to come in several parcels stays where it is, and so does what is held there or is
 * sent on a later day.
 */
function arrivalOf(parcel: ParcelToMove, to: KnownPlace, { holidays, at }: AroundAddress): NewArrival | undefined {
  const asked = { ...parcel, position: to, order: { ...parcel.order, postcode: to.code }, levels: withOwn(parcel) };
  const mayMove = parcel.state === 'allocated' || parcel.state === 'released';
  const best = mayMove ? planElsewhere(asked, parcel.excluded, { holidays, at }) : undefined;
  const others = parcel.nodes.filter(({ id }) => id !== parcel.nodeId).map(({ id }) => id);
  const plan = best?.parcels.length === 1 ? best : planElsewhere(asked, others, { holidays, at });
  const [only] = plan?.parcels ?? [];
  if (!plan || !only || plan.parcels.length > 1) return undefined;
  const { nodeId, nodeName, promised, metres } = only;
  return { parcelId: parcel.id, nodeId, nodeName, promised, metres, why: whyOf(plan) };
}

/** What lies there for this parcel is free for it. */
export const withOwn = ({ nodeId, lines, levels }: ParcelToMove) => {
  const own = Map.groupBy(lines, ({ variantId }) => variantId);
  const units = (variantId: string): number => (own.get(variantId) ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
  const kept = levels.map((level) => (level.nodeId === nodeId ? { ...level, available: level.available + units(level.variantId) } : level));
  const known = new Set(kept.filter((level) => level.nodeId === nodeId).map(({ variantId }) => variantId));
  const further = [...own.keys()].filter((variantId) => !known.has(variantId));
  return [...kept, ...further.map((variantId) => ({ variantId, nodeId: nodeId ?? '', available: units(variantId) }))];
};

/** What bringing it cost stays as it was paid, wherever it goes. */
export function addressEffect(order: OrderFacts, arrivals: readonly NewArrival[], parcelIds: readonly string[]): ChangeEffect {
  const parcels = order.parcels.filter(({ id }) => parcelIds.includes(id));
  const arrivalFor = (id: string) => arrivals.find(({ parcelId }) => parcelId === id);
  const leaving = parcels.filter(({ id, nodeId }) => (arrivalFor(id)?.nodeId ?? nodeId) !== nodeId);
  return {
    ...NO_EFFECT,
    kind: 'address',
    freed: leaving.flatMap((parcel) => unitsAt(parcel, { nodeId: parcel.nodeId ?? '', nodeName: parcel.nodeName ?? '' })),
    taken: leaving.flatMap((parcel) => unitsAt(parcel, arrivalFor(parcel.id) ?? { nodeId: '', nodeName: '' })),
    dates: parcels.map(({ id: parcelId, deliverUntil: was }) => ({
      parcelId,
      was,
      is: arrivalFor(parcelId)?.promised.deliverUntil.toISOString() ?? was
    })),
    isUndoable: order.life === 'confirmed'
  };
}

const unitsAt = ({ lines }: FactParcel, { nodeId, nodeName }: { nodeId: string; nodeName: string }): ShelfUnits[] =>
  lines.filter(({ counted }) => counted).map(({ variantId, title, quantity: units }) => ({ variantId, title, units, nodeId, nodeName }));
