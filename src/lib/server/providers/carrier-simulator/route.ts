import type { Point } from './booking.ts';
import type { Draws } from './draws.ts';

const KM_PER_DEGREE = 111.2;
const HUB_KM_FROM_DOOR = 8;
const WIDEST_BEND = 0.12;

/** The way a parcel takes: along the line to a hub near the door, then with small bends to the door. */
export type Route = { hub: Point; onTheRoad: (part: number) => Point; lastMile: (part: number) => Point };

export function routeOf(from: Point, to: Point, draws: Draws): Route {
  const lengthKm = distanceKm(from, to);
  const back = lengthKm === 0 ? 0 : Math.min(HUB_KM_FROM_DOOR / lengthKm, 0.4);
  const hub = offset(along(to, from, back), to, 0, (draws('hub') - 0.5) * WIDEST_BEND);
  const side = (draws('side') - 0.5) * 2 * WIDEST_BEND;
  return {
    hub,
    onTheRoad: (part) => along(from, hub, part),
    lastMile: (part) => offset(hub, to, part, side * Math.sin(part * Math.PI * 2))
  };
}

/** Good enough for a city or a country: degrees of longitude are as wide as in the middle between the two. */
export function distanceKm(a: Point, b: Point): number {
  const shrink = Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(b.lat - a.lat, (b.lng - a.lng) * shrink) * KM_PER_DEGREE;
}

function along(a: Point, b: Point, part: number): Point {
  return { lat: a.lat + (b.lat - a.lat) * part, lng: a.lng + (b.lng - a.lng) * part };
}

/** The point at `part` of the way from a to b, moved sideways by a share of the whole way. */
function offset(a: Point, b: Point, part: number, sideways: number): Point {
  const shrink = Math.max(Math.cos((a.lat * Math.PI) / 180), 0.01);
  const on = along(a, b, part);
  return { lat: on.lat + (b.lng - a.lng) * shrink * sideways, lng: on.lng - ((b.lat - a.lat) / shrink) * sideways };
}
