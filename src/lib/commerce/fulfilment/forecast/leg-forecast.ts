import { leadEffects } from './lead-effects.ts';
import type { Shipment } from './shipment.ts';
import { spreadOf, type Sighting, type Spread } from './spread.ts';

const DAY_MS = 86_400_000;
/** Effects of places are remembered for long, how things go at the moment is not. */
const EFFECT_HALF_LIFE_MS = 120 * DAY_MS;
const EFFECT_SHRINK = 15;
const SPREAD_SHRINK = 60;
/** How soon the spread forgets, in usual durations of a leg, and never sooner than in so many days. */
const FORGETS_AFTER_LEGS = 2;
const FORGETS_AFTER_DAYS = 21;
const HALF_LIVES_KEPT = 5;
const MOST_SIGHTINGS = 4_000;
/** Fewer arrivals than that say nothing: no date is better than a guess. */
const LEAST_ARRIVALS = 30;

/** Durations are compared by the square roots of their days: so short and long legs spread about alike, and a long tail does not rule. */
const toScale = (days: number): number => Math.sqrt(Math.max(0, days));
const toDays = (scaled: number): number => Math.max(0, scaled) ** 2;

/** What is thought of one shipment when a leg of its way begins. */
export type Forecast = {
  /** When a share of such shipments has arrived, in milliseconds since 1970. */
  by: (share: number) => number;
  /** How likely it arrives after `deadline`, given that it still travels at `now`. */
  lateAfter: (deadline: number, now: number) => number;
};

type Travel = { startedAt: number; expected: number; scale: number; arrivedAt: number | undefined };
type Size = { sum: number; weight: number };

/** Forecasts one leg: from the purchase, or from the hand-over to the carrier, to the door. */
export function legForecast() {
  const effects = leadEffects({ halfLifeMs: EFFECT_HALF_LIFE_MS, shrink: EFFECT_SHRINK });
  const sizes = new Map<string, Size>();
  const all: Size = { sum: 0, weight: 0 };
  const travelling = new Map<string, Travel>();
  let recent: Travel[] = [];
  let arrivals = 0;
  let spread: Spread | undefined;
  let spreadDay = -1;

  /** How wide the shipments of a place spread, compared with all. */
  function scaleOf(place: string): number {
    if (all.weight === 0) return 1;
    const usual = all.sum / all.weight;
    const size = sizes.get(place);
    const own = size ? (size.sum + SPREAD_SHRINK * usual) / (size.weight + SPREAD_SHRINK) : usual;
    return Math.max(0.25, own / Math.max(usual, 1e-6));
  }

  /** Once a day, from those that began lately. */
  function spreadAt(now: number): Spread {
    const day = Math.floor(now / DAY_MS);
    if (spread && day === spreadDay) return spread;
    const usualDays = toDays(effects.expect([], now) ?? 0);
    const halfLife = Math.max(FORGETS_AFTER_DAYS, FORGETS_AFTER_LEGS * usualDays) * DAY_MS;
    recent = recent.filter(({ startedAt }) => now - startedAt < HALF_LIVES_KEPT * halfLife).slice(-MOST_SIGHTINGS);
    spread = spreadOf(recent.map((travel) => sighting(travel, now, halfLife)));
    spreadDay = day;
    return spread;
  }

  return {
    /** A leg begins. Undefined while too little is known. */
    begin(shipment: Shipment, now: number): Forecast | undefined {
      const expected = effects.expect(keysOf(shipment, now), now);
      if (expected === undefined) return undefined;
      const scale = scaleOf(shipment.destinationRegion);
      const travel = { startedAt: now, expected, scale, arrivedAt: undefined };
      travelling.set(shipment.orderId, travel);
      const known = arrivals >= LEAST_ARRIVALS ? spreadAt(now) : undefined;
      recent.push(travel);
      return known && forecast(travel, known);
    },

    /** It has arrived; `startedAt` is when this leg began. */
    arrive(shipment: Shipment, startedAt: number): void {
      const { deliveredAt } = shipment;
      const scaled = toScale((deliveredAt - startedAt) / DAY_MS);
      const keys = keysOf(shipment, startedAt);
      const expected = effects.expect(keys, deliveredAt);
      effects.learn(keys, scaled, deliveredAt);
      arrivals += 1;
      if (expected !== undefined) noteSize(shipment.destinationRegion, Math.abs(scaled - expected));
      const travel = travelling.get(shipment.orderId);
      if (!travel) return;
      travel.arrivedAt = deliveredAt;
      travelling.delete(shipment.orderId);
    }
  };

  function noteSize(place: string, size: number): void {
    const known = sizes.get(place) ?? { sum: 0, weight: 0 };
    sizes.set(place, { sum: known.sum + size, weight: known.weight + 1 });
    all.sum += size;
    all.weight += 1;
  }
}

function forecast({ startedAt, expected, scale }: Travel, spread: Spread): Forecast {
  const distanceOf = (at: number) => (toScale((at - startedAt) / DAY_MS) - expected) / scale;
  return {
    by: (share) => startedAt + toDays(expected + scale * spread.quantile(share)) * DAY_MS,
    lateAfter(deadline, now) {
      const still = spread.later(distanceOf(now));
      return still <= 0 ? 1 : Math.min(1, spread.later(distanceOf(deadline)) / still);
    }
  };
}

function sighting({ startedAt, expected, scale, arrivedAt }: Travel, now: number, halfLife: number): Sighting {
  const done = arrivedAt !== undefined && arrivedAt <= now;
  const scaled = toScale((Math.max(startedAt, done ? arrivedAt : now) - startedAt) / DAY_MS);
  return { distance: (scaled - expected) / scale, weight: 0.5 ** ((now - startedAt) / halfLife), done };
}

/** From the general to the particular: each one only adds what the ones before it do not explain. */
function keysOf(shipment: Shipment, at: number): string[] {
  const { originRegion: from, destinationRegion: to, service, originPostcode, destinationPostcode } = shipment;
  return [
    `service ${service}`,
    `to ${to}`,
    `lane ${from}>${to}`,
    `lane ${from}>${to} ${service}`,
    ...prefixes('to', destinationPostcode),
    ...prefixes('from', originPostcode),
    `weekday ${new Date(at).getUTCDay()}`
  ];
}

const prefixes = (where: string, postcode: string): string[] =>
  postcode === '' ? [] : [2, 3, postcode.length].map((length) => `${where} ${length} ${postcode.slice(0, length)}`);
