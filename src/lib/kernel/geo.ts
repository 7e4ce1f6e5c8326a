export type Point = { lat: number; lng: number };

const EARTH_RADIUS_METRES = 6_371_008.8;

/** Great-circle distance in whole metres. Good to about 0.5 %, which is finer than any zone we draw. */
export function metresBetween(a: Point, b: Point): number {
  const havLat = haversine(radians(b.lat - a.lat));
  const havLng = haversine(radians(b.lng - a.lng));
  const h = havLat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * havLng;
  return Math.round(2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, h))));
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const haversine = (angle: number): number => Math.sin(angle / 2) ** 2;
