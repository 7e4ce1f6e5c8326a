import { windowOver } from './cart-page.ts';
import type { CartView } from './cart-view.ts';
import type { PlannedParcel } from './delivery-choice.ts';
import type { DeadReason, QuotedChoice } from './quote.ts';

/** Something that travels or waits by itself, in words: where from, what, and when. */
export type ShownParcel = { nodeName: string; things: string[]; from: string; until: string };

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
};
export type ShownWay = OpenWay | { id: string; dead: DeadReason };
export type ShownWays = { ways: ShownWay[]; collected: ShownParcel[] };

/** A counter's time runs with the clock while the store is open: so much later it may be when it is chosen, and nobody minds. */
const COUNTER_SLACK_MS = 15 * 60_000;

/** Every way as the page of the delivery step shows it. Chosen is what was chosen before, else the cheapest that is open. */
export function shownWays(choices: QuotedChoice[], cart: Pick<CartView, 'lines' | 'delivery'>): ShownWays {
  const open = choices.filter((choice) => choice.open);
  const kept = open.find(({ id }) => id === cart.delivery?.id);
  const first = kept ?? open.toSorted((a, b) => a.costMinor - b.costMinor || (a.deliverUntil < b.deliverUntil ? -1 : 1))[0];
  const collected = first?.parcels.filter(({ method }) => method === 'pickup') ?? [];
  return {
    ways: choices.map((choice) => (choice.open ? openWay(choice, cart.lines, choice === first) : { id: choice.id, dead: choice.reason })),
    collected: collected.map((parcel) => shownParcel(parcel, cart.lines))
  };
}

function openWay(choice: Extract<QuotedChoice, { open: true }>, lines: CartView['lines'], chosen: boolean): OpenWay {
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
    parcels: shown.map((parcel) => shownParcel(parcel, lines)),
    metres: shown.reduce((sum, parcel) => sum + parcel.distanceMetres, 0),
    chosen
  };
}

function shownParcel({ nodeName, lines: planned, deliverFrom, deliverUntil }: PlannedParcel, lines: CartView['lines']): ShownParcel {
  const things = planned.map(({ variantId, quantity }) => {
    const title = lines.find((line) => line.variantId === variantId)?.title ?? '';
    return quantity === 1 ? title : `${quantity} × ${title}`;
  });
  return { nodeName, things, from: deliverFrom, until: deliverUntil };
}
