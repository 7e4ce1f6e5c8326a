import { legForecast, type Forecast } from './leg-forecast.ts';
import type { Shipment } from './shipment.ts';

const DAY_MS = 86_400_000;
/** Warned when it is likelier late than not, and as long as there is time to do something about it. */
const WARN_FROM = 0.5;
const WARN_AHEAD_MS = DAY_MS / 2;

export const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] as const;

/** What was said of one shipment, when, and nothing that was known only later. Times in milliseconds since 1970. */
export type Said = {
  shipment: Shipment;
  /** The promise: the end of a day (UTC). */
  promisedAt: number;
  /** The middle of what was expected at the purchase. */
  expectedAt: number;
  /** When each share of `SHARES` should have arrived. */
  quantiles: number[];
  /** The middle of what was expected when the carrier had it; null without a hand-over, or before anything was known of one. */
  expectedOnTheRoadAt: number | null;
  /** When we said that it will be late. */
  warnedAt: number | null;
};

export type Walked = {
  said: Said[];
  /** Bought in the period before anything was known of such shipments: no date was named. */ silent: number;
};

type Event = { at: number; kind: 'arrive' | 'hand-over' | 'purchase'; shipment: Shipment };
/** At the same moment what is known comes first, then what is asked. */
const RANK: Record<Event['kind'], number> = { arrive: 0, 'hand-over': 1, purchase: 2 };

type Open = Said & { forecast: Forecast };

/**
 * Lives through a history as it happened: at each purchase only what had arrived until then is known, and what still travels is known to
 * do so. `from` is where the period begins that is judged; `target` the share of promises to keep.
 */
export function walkForward(shipments: Shipment[], { from, target }: { from: number; target: number }): Walked {
  const [whole, road] = [legForecast(), legForecast()];
  const open = new Map<string, Open>();
  const said: Said[] = [];
  let silent = 0;
  const events = eventsOf(shipments);
  let nextLook = endOfDay(events[0]?.at ?? 0) - WARN_AHEAD_MS;

  for (const { at, kind, shipment } of events) {
    for (; nextLook < at; nextLook += DAY_MS) for (const one of open.values()) look(one, nextLook);
    if (kind === 'purchase') purchase(shipment, at);
    else if (kind === 'hand-over') handOver(shipment, at);
    else arrive(shipment);
  }
  return { said, silent };

  function purchase(shipment: Shipment, at: number): void {
    const forecast = whole.begin(shipment, at);
    if (!forecast) {
      if (at >= from) silent += 1;
      return;
    }
    const promisedAt = endOfDay(forecast.by(target));
    const one: Open = {
      shipment,
      promisedAt,
      expectedAt: forecast.by(0.5),
      quantiles: SHARES.map((share) => forecast.by(share)),
      expectedOnTheRoadAt: null,
      warnedAt: null,
      forecast
    };
    open.set(shipment.orderId, one);
    if (at >= from) said.push(one);
  }

  function handOver(shipment: Shipment, at: number): void {
    const one = open.get(shipment.orderId);
    const forecast = road.begin(shipment, at);
    if (!one || !forecast) return;
    one.forecast = forecast;
    one.expectedOnTheRoadAt = forecast.by(0.5);
    look(one, at);
  }

  function arrive(shipment: Shipment): void {
    whole.arrive(shipment, shipment.purchasedAt);
    if (shipment.handedOverAt !== null) road.arrive(shipment, shipment.handedOverAt);
    open.delete(shipment.orderId);
  }

  /** Every noon, for all that travel: silence is information, what has not come by now is likelier late. */
  function look(one: Open, at: number): void {
    if (one.warnedAt !== null || at > one.promisedAt - WARN_AHEAD_MS) return;
    if (one.forecast.lateAfter(one.promisedAt, at) >= WARN_FROM) one.warnedAt = at;
  }
}

const endOfDay = (at: number): number => (Math.floor(at / DAY_MS) + 1) * DAY_MS - 1;

function eventsOf(shipments: Shipment[]): Event[] {
  const events = shipments.flatMap((shipment): Event[] => [
    { at: shipment.purchasedAt, kind: 'purchase', shipment },
    ...(shipment.handedOverAt === null ? [] : [{ at: shipment.handedOverAt, kind: 'hand-over' as const, shipment }]),
    { at: shipment.deliveredAt, kind: 'arrive', shipment }
  ]);
  return events.toSorted(inOrder);
}

function inOrder(a: Event, b: Event): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.kind !== b.kind) return RANK[a.kind] - RANK[b.kind];
  return a.shipment.orderId < b.shipment.orderId ? -1 : Number(a.shipment.orderId > b.shipment.orderId);
}
