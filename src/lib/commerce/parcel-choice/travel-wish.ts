import { refuse } from '#lib/kernel/refusal.ts';
import { localDate, type LocalDate } from '#lib/kernel/zoned.ts';
import { deliveryDays } from '../cart/quote.ts';
import { addOpenDays, hoursOn } from '../fulfilment/calendar.ts';
import type { WishKind } from '../fulfilment/carrier.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { ShipmentState } from '../fulfilment/shipment.machine.ts';

export type Wish = { kind: 'day'; day: LocalDate } | { kind: 'safe-place'; place: string } | { kind: 'pin' };

/** What a parcel can still be asked is read from here. `promise` is the version that was told last. */
export type WishedParcel = {
  method: 'ship' | 'pickup' | 'carry_out';
  state: FulfilmentOrderState;
  shipmentState: ShipmentState | null;
  hasPin: boolean;
  isConfirmed: boolean;
  promise: { state: string; deliverFrom: Date; deliverUntil: Date; unit: string } | null;
};

export type OfferedDay = { day: LocalDate; from: Date; until: Date };
export type OpenWishes = { days: OfferedDay[]; safePlace: boolean; pin: boolean };

/** Where most people have things left. Own words are taken as well. */
export const SAFE_PLACES = ['With the guard at the gate', 'With a neighbour', 'Beside the door', 'In the garage'] as const;
export const MOST_WORDS = 120;
const MOST_DAYS = 5;

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
  const isOn = isBrought && travels(parcel);
  const { can } = asked;
  return {
    days: isUnbegun || (isOn && can.has('day')) ? laterDays(parcel, asked) : [],
    safePlace: isOn && can.has('safe-place'),
    pin: isOn && can.has('pin') && !parcel.hasPin
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

/**
 * What a wish changes. Refuses `too-late` once the parcel is on the vehicle or further, `not-allowed` for what its carrier cannot do or what is
 * over, `invalid` for a place without words.
 */
export function decideWish(parcel: WishedParcel, wish: Wish, asked: Parameters<typeof openWishes>[1]): OfferedDay | undefined {
  const open = openWishes(parcel, asked);
  const isGone = parcel.state === 'shipped' && !travels(parcel);
  if (isGone) refuse('too-late');
  if (wish.kind === 'day') return open.days.find(({ day }) => day === wish.day) ?? refuse('not-allowed', 'day');
  if (wish.kind === 'pin' ? !open.pin : !open.safePlace) refuse('not-allowed', wish.kind);
  if (wish.kind === 'safe-place' && (wish.place.trim() === '' || wish.place.length > MOST_WORDS)) refuse('invalid', 'place');
  return undefined;
}
