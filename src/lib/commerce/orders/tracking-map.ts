import { metresBetween, type Point } from '#lib/kernel/geo.ts';
import type { TrackedOrder, TrackedParcel } from './tracked-order.ts';
import { hasEnded, metresLeft } from './tracking-view.ts';

/** What the map of a parcel shows. `done` and `stops` are shares of the way from its start to the door. */
export type ParcelMap = {
  seed: string;
  /** Degrees from north in which the start lies, seen from the door. */
  bearing: number;
  startName: string;
  doorName: string;
  done: number;
  stops: number[];
  hasVan: boolean;
};

const DEFAULT_BEARING = 215;

/** Undefined where there is no way to show: what is collected, and a door whose place nobody knows. */
export function parcelMap(order: Pick<TrackedOrder, 'destination' | 'address'>, parcel: TrackedParcel | undefined): ParcelMap | undefined {
  const { destination, address } = order;
  if (!parcel || parcel.method !== 'ship' || !destination) return undefined;
  const start = startOf(parcel);
  return {
    seed: address?.postcode ?? 'mez',
    bearing: start ? bearingFrom(destination, start) : DEFAULT_BEARING,
    startName: parcel.nodeName ?? '',
    doorName: address ? `Home, ${address.postcode}` : 'Home',
    ...progressOf(parcel, start, destination),
    hasVan: parcel.state === 'shipped' && !hasEnded(parcel)
  };
}

const startOf = ({ nodeLat, nodeLng }: TrackedParcel): Point | undefined =>
  nodeLat !== null && nodeLng !== null ? { lat: nodeLat, lng: nodeLng } : undefined;

/** Where it was scanned on the way, but for the two ends, which the map shows anyway. */
function progressOf(parcel: TrackedParcel, start: Point | undefined, door: Point): { done: number; stops: number[] } {
  if (!start) return { done: isThere(parcel) ? 1 : 0, stops: [] };
  const done = isThere(parcel) ? 1 : share(metresLeft(parcel, door), start, door);
  const shares = parcel.scans.flatMap((scan) => shareOf(scan, start, door));
  const apart = [...new Set(shares.map((one) => Math.round(one * 50) / 50))];
  return { done, stops: apart.filter((one) => one > 0.02 && one < done - 0.02) };
}

const isThere = (parcel: TrackedParcel): boolean => parcel.state === 'closed' || parcel.shipmentState === 'delivered';

function shareOf({ lat, lng }: { lat: number | null; lng: number | null }, start: Point, door: Point): number[] {
  return lat === null || lng === null ? [] : [share(metresBetween({ lat, lng }, door), start, door)];
}

/** How much of the way is behind it, by what is left as the crow flies. */
function share(left: number | undefined, start: Point, door: Point): number {
  const whole = metresBetween(start, door);
  return left === undefined || whole === 0 ? 0 : Math.max(0, Math.min(1, 1 - left / whole));
}

function bearingFrom(from: Point, to: Point): number {
  const shrink = Math.cos((from.lat * Math.PI) / 180);
  const degrees = (Math.atan2((to.lng - from.lng) * shrink, to.lat - from.lat) * 180) / Math.PI;
  return Math.round((degrees + 360) % 360);
}
