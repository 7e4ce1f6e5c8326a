import { drawsFrom, type Draw } from '#lib/kernel/draws.ts';
import { inWorkOrder, weightOf } from '#lib/commerce/store-work/work-order.ts';

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 10, 27, 4, 30);
/** A place that packs twelve an hour, and a sale on one morning. */
const MINUTES_EACH = 5;
const QUIET_SHARE = 0.6;
const SPIKE = { from: 60, until: 300, times: 5 };
const LAST_ORDER = 600;

export type Replayed = { orders: number; late: { firstInFirstOut: number; byPriority: number } };
type Order = { id: string; at: number; due: Date; weight: number };
type Next = (waiting: Order[], now: Date) => Order | undefined;

/** One day with a spike of five times what the place can do, worked twice: in the order in which orders came, and in the order of the shop. */
export function replayPeak(seed: string): Replayed {
  const orders = ordersOfTheDay(drawsFrom(seed));
  return {
    orders: orders.length,
    late: {
      firstInFirstOut: lateOnes(orders, ([first]) => first),
      byPriority: lateOnes(orders, (waiting, now) => inWorkOrder(waiting, { now, minutesEach: MINUTES_EACH })[0])
    }
  };
}

/** Minute by minute; a same-day parcel has hours, one of tomorrow the day, most have two or three days. */
function ordersOfTheDay(draw: Draw): Order[] {
  const orders: Order[] = [];
  for (let minute = 0; minute < LAST_ORDER; minute++) {
    const times = minute >= SPIKE.from && minute < SPIKE.until ? SPIKE.times : QUIET_SHARE;
    for (let left = times / MINUTES_EACH; left > 0; left -= 1) if (draw() < left) orders.push(orderAt(minute, orders.length, draw));
  }
  return orders;
}

function orderAt(minute: number, number: number, draw: Draw): Order {
  const kind = draw();
  const [service, hours] = kind < 0.25 ? (['same_day', 2 + draw() * 2] as const) : kind < 0.5 ? (['express', 8 + draw() * 4] as const) : (['standard', 30 + draw() * 30] as const);
  const at = START + minute * MINUTE_MS;
  const due = new Date(at + hours * 60 * MINUTE_MS);
  return { id: String(number).padStart(5, '0'), at, due, weight: weightOf({ service, isMember: draw() < 0.3 }) };
}

function lateOnes(orders: readonly Order[], next: Next): number {
  const coming = [...orders];
  const waiting: Order[] = [];
  let late = 0;
  for (let now = START; coming.length + waiting.length > 0; now += MINUTES_EACH * MINUTE_MS) {
    while (coming[0] && coming[0].at <= now) waiting.push(coming.shift() as Order);
    const one = next(waiting, new Date(now));
    if (!one) continue;
    waiting.splice(waiting.indexOf(one), 1);
    if (now + MINUTES_EACH * MINUTE_MS > one.due.getTime()) late += 1;
  }
  return late;
}
