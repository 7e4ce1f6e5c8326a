import { lowestRate, type ShownRate } from '../fulfilment/kept-rate.ts';
import { windowOver } from './cart-page.ts';
import type { CartView } from './cart-view.ts';
import type { PlannedParcel } from './delivery-choice.ts';
import type { DeadReason, QuotedChoice } from './quote.ts';

/** Something that travels or waits by itself, in words: where from, what, and when. */
export type ShownParcel = { nodeName: string; things: string[]; from: string; until: string; kept: ShownRate | null };

/** A way that can be chosen; `value` says it together with its date. What is collected is the same for all and stands apart. */
export type OpenWay = {
  id: string;
  value: string;
  costMinor: number;
  from: string;
  until: string;
  orderBy: string;
  parcels: ShownParcel[];
  /** How far all of it travels in sum. */
  metres: number;
  chosen: boolean;
  /** How often promises like it were kept; null while nobody can say. */
  kept: ShownRate | null;
};
export type ShownWay = OpenWay | { id: string; dead: DeadReason };
/** How often a place kept what it promised by that service, as far as that may be shown. */
export type RateOf = (nodeId: string, service: string) => ShownRate | undefined;
export type ShownWays = { ways: ShownWay[]; collected: ShownParcel[] };

/** A counter's time runs with the clock while the store is open: so much later it may be when it is chosen, and nobody minds. */
const COUNTER_SLACK_MS = 15 * 60_000;

/** Every way as the page of the delivery step shows it. Chosen is what was chosen before, else the cheapest that is open. */
export function shownWays(choices: QuotedChoice[], cart: Pick<CartView, 'lines' | 'delivery'>, rateOf: RateOf): ShownWays {
  const open = choices.filter((choice) => choice.open);
  const kept = open.find(({ id }) => id === cart.delivery?.id);
  const first = kept ?? open.toSorted((a, b) => a.costMinor - b.costMinor || (a.deliverUntil < b.deliverUntil ? -1 : 1))[0];
  const collected = first?.parcels.filter(({ method }) => method === 'pickup') ?? [];
  return {
    ways: choices.map((choice) =>
      choice.open ? openWay(choice, { lines: cart.lines, rateOf, chosen: choice === first }) : { id: choice.id, dead: choice.reason }
    ),
    collected: collected.map((parcel) => shownParcel(parcel, { lines: cart.lines, rateOf }))
  };
}

type Showing = { lines: CartView['lines']; rateOf: RateOf };

function openWay(choice: Extract<QuotedChoice, { open: true }>, { chosen, ...showing }: Showing & { chosen: boolean }): OpenWay {
  const sent = choice.parcels.filter(({ method }) => method === 'ship');
  const shown = sent.length > 0 ? sent : choice.parcels;
  const window = windowOver(shown) ?? { from: choice.deliverFrom, until: choice.deliverUntil };
  const orderBy = choice.parcels.map((parcel) => parcel.orderBy).toSorted()[0] ?? choice.quotedAt;
  const { id, costMinor, deliverUntil } = choice;
  return {
    id,
    value: `${id} ${sent.length > 0 ? deliverUntil : new Date(Date.parse(deliverUntil) + COUNTER_SLACK_MS).toISOString()}`,
    costMinor,
    ...window,
    orderBy,
    parcels: shown.map((parcel) => shownParcel(parcel, showing)),
    metres: shown.reduce((sum, parcel) => sum + parcel.distanceMetres, 0),
    chosen,
    kept: lowestRate(shown.map(({ nodeId, service }) => showing.rateOf(nodeId, service))) ?? null
  };
}

function shownParcel(parcel: PlannedParcel, { lines, rateOf }: Showing): ShownParcel {
  const { nodeId, nodeName, service, lines: planned, deliverFrom, deliverUntil } = parcel;
  const things = planned.map(({ variantId, quantity }) => {
    const title = lines.find((line) => line.variantId === variantId)?.title ?? '';
    return quantity === 1 ? title : `${quantity} × ${title}`;
  });
  return { nodeName, things, from: deliverFrom, until: deliverUntil, kept: rateOf(nodeId, service) ?? null };
}
