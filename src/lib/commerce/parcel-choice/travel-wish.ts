import { refuse } from '#lib/kernel/refusal.ts';
import { localDate, type LocalDate } from '#lib/kernel/zoned.ts';
import { deliveryDays } from '../cart/quote.ts';
import { addOpenDays, hoursOn, openDayFrom, type Calendar } from '../fulfilment/calendar.ts';
import type { WishKind } from '../fulfilment/carrier.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { ShipmentState } from '../fulfilment/shipment.machine.ts';

export type Wish =
  { kind: 'day'; day: LocalDate } | { kind: 'safe-place'; place: string } | { kind: 'pin' } | { kind: 'collect'; nodeId: string };

/** What a parcel can still be asked is read from here. `promise` is the version that was told last. */
export type WishedParcel = {
  method: 'ship' | 'pickup' | 'carry_out';
  state: FulfilmentOrderState;
  shipmentState: ShipmentState | null;
  hasPin: boolean;
  /** The store it goes to already. */
  collectNodeId: string | null;
  /** What is still to be paid is paid at the door: it goes there. */
  isPaid: boolean;
  isConfirmed: boolean;
  promise: { state: string; deliverFrom: Date; deliverUntil: Date; unit: string } | null;
  stores: readonly StoreOnTheWay[];
};

/** A store of ours near the door. */
export type StoreOnTheWay = { nodeId: string; name: string; metres: number; calendar: Calendar };

export type OfferedDay = { day: LocalDate; from: Date; until: Date };
export type OfferedStore = { nodeId: string; name: string; metres: number; from: Date; until: Date };
export type OpenWishes = { days: OfferedDay[]; safePlace: boolean; pin: boolean; stores: OfferedStore[] };

/** When it is promised from then on. */
export type NewWindow = { from: Date; until: Date };

/** Where most people have things left. Own words are taken as well. */
export const SAFE_PLACES = ['With the guard at the gate', 'With a neighbour', 'Beside the door', 'In the garage'] as const;
export const MOST_WORDS = 120;
const MOST_DAYS = 5;
const MOST_STORES = 3;
/** One goes so far to fetch something. */
const NEAR_METRES = 60_000;

const UNBEGUN: ReadonlySet<string> = new Set(['allocated', 'released']);
/** From the vehicle to the door nobody reads wishes any more. */
const REACHABLE: ReadonlySet<string> = new Set(['pre_transit', 'in_transit', 'exception', 'attempt_failed']);

const travels = ({ state, shipmentState }: WishedParcel): boolean => state === 'shipped' && REACHABLE.has(shipmentState ?? '');
const isComing = ({ promise }: WishedParcel): boolean => promise?.state === 'committed' || promise?.state === 'revised';

/** What the shopper may ask at this moment, of what its carrier can do. A later day may be asked before anybody begins, too: that is up to us. */
export function openWishes(
  parcel: WishedParcel,
  asked: { can: ReadonlySet<WishKind>; holidays: readonly LocalDate[]; at: Date }
): OpenWishes {
  const isBrought = parcel.method === 'ship' && parcel.isConfirmed && isComing(parcel);
  const isUnbegun = isBrought && UNBEGUN.has(parcel.state);
  const isOn = isBrought && travels(parcel) && parcel.collectNodeId === null;
  const takes = (kind: WishKind): boolean => isOn && asked.can.has(kind);
  return {
    days: isUnbegun || takes('day') ? laterDays(parcel, asked) : [],
    safePlace: takes('safe-place'),
    pin: takes('pin') && !parcel.hasPin,
    stores: takes('collect') && parcel.isPaid ? storesInstead(parcel) : []
  };
}

/** The next days of delivery behind the promised one. Those who pay for hours are given hours, no day. */
function laterDays({ promise }: WishedParcel, { holidays, at }: { holidays: readonly LocalDate[]; at: Date }): OfferedDay[] {
  if (promise?.unit !== 'day') return [];
  const days = deliveryDays(holidays);
  const after = localDate(promise.deliverUntil > at ? promise.deliverUntil : at, days.zone);
  return Array.from({ length: MOST_DAYS }, (_, place) => addOpenDays(days, after, place + 1)).flatMap((day) => {
    const hours = hoursOn(days, day);
    return day && hours ? [{ day, from: hours.opens, until: hours.closes }] : [];
  });
}

/** The nearest stores, each from when it was promised at the door until they close that day, or the next that they are open. */
function storesInstead({ promise, stores }: WishedParcel): OfferedStore[] {
  if (!promise) return [];
  const near = stores
    .filter(({ metres }) => metres <= NEAR_METRES)
    .toSorted((a, b) => a.metres - b.metres || (a.nodeId < b.nodeId ? -1 : 1));
  return near.slice(0, MOST_STORES).flatMap(({ nodeId, name, metres, calendar }) => {
    const until = closingFrom(calendar, promise.deliverUntil);
    return until ? [{ nodeId, name, metres, from: promise.deliverFrom, until }] : [];
  });
}

function closingFrom(calendar: Calendar, at: Date): Date | undefined {
  const day = openDayFrom(calendar, localDate(at, calendar.zone));
  const closes = hoursOn(calendar, day)?.closes;
  if (!day || !closes || closes >= at) return closes;
  return hoursOn(calendar, addOpenDays(calendar, day, 1))?.closes;
}

/**
 * What a wish changes. Refuses `too-late` once the parcel is on the vehicle or further, `not-allowed` for what its carrier cannot do or what is
 * over, `invalid` for a place without words.
 */
export function decideWish(parcel: WishedParcel, wish: Wish, asked: Parameters<typeof openWishes>[1]): NewWindow | undefined {
  const open = openWishes(parcel, asked);
  const isGone = parcel.state === 'shipped' && !travels(parcel);
  if (isGone) refuse('too-late');
  if (wish.kind === 'day') return open.days.find(({ day }) => day === wish.day) ?? refuse('not-allowed', 'day');
  if (wish.kind === 'collect') return open.stores.find(({ nodeId }) => nodeId === wish.nodeId) ?? refuse('not-allowed', 'collect');
  if (wish.kind === 'pin' ? !open.pin : !open.safePlace) refuse('not-allowed', wish.kind);
  if (wish.kind === 'safe-place' && (wish.place.trim() === '' || wish.place.length > MOST_WORDS)) refuse('invalid', 'place');
  return undefined;
}
