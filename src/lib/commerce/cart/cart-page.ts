import { deliveryRulesV1 } from '../fulfilment/delivery-rules-v1.ts';
import { totalsOf, type OrderTotals } from '../orders/order.ts';
import { cartNotices, type CartNotice } from './cart-notices.ts';
import type { CartLineView, CartView } from './cart-view.ts';
import type { PlannedParcel } from './delivery-choice.ts';
import type { QuotedChoice } from './quote.ts';

export type OpenChoice = Extract<QuotedChoice, { open: true }>;
type Window = { from: string; until: string };

/** Lines that reach the shopper at one place: brought together, or waiting at one store. */
export type CartGroup = { nodeId: string | null; nodeName: string | null; promised: Window | null; lines: CartLineView[] };
/** `missingMinor` is what is still missing until delivery is free; 0 when it is. */
export type FreeDelivery = { missingMinor: number };

export type CartPageView = {
  groups: CartGroup[];
  notices: CartNotice[];
  /** With the cheapest delivery that is open now; prices as they are now. */
  totals: OrderTotals;
  cheapest: OpenChoice | null;
  /** Null when nothing is brought. */
  freeDelivery: FreeDelivery | null;
};

/** The cart as its page shows it: grouped by place with dates, and what it would cost by the cheapest way. */
export function cartPage(cart: CartView, choices: QuotedChoice[]): CartPageView {
  const priced = {
    lines: cart.lines.map(({ quantity, priceNowMinor, unitPriceMinor }) => ({ quantity, unitPriceMinor: priceNowMinor ?? unitPriceMinor }))
  };
  const cheapest = cheapestOf(choices);
  const totals = totalsOf(priced, cheapest);
  const ships = cart.lines.some(({ method }) => method === 'ship');
  return {
    groups: groupsOf(cart, cheapest),
    notices: cartNotices(cart),
    totals,
    cheapest,
    freeDelivery: ships ? freeDelivery(totals.goodsMinor, cart.currency) : null
  };
}

function cheapestOf(choices: QuotedChoice[]): OpenChoice | null {
  const open = choices.filter((choice): choice is OpenChoice => choice.open);
  return open.toSorted((a, b) => a.costMinor - b.costMinor || (a.deliverUntil < b.deliverUntil ? -1 : 1))[0] ?? null;
}

/** What is brought comes first, then the stores in the order in which they entered the cart. */
function groupsOf({ lines }: CartView, choice: OpenChoice | null): CartGroup[] {
  const places = [...new Set(lines.map((line) => line.pickupNodeId))].toSorted((a, b) => Number(a !== null) - Number(b !== null));
  return places.map((nodeId) => {
    const here = lines.filter((line) => line.pickupNodeId === nodeId);
    return { nodeId, nodeName: here[0]?.pickupNodeName ?? null, promised: promisedAt(nodeId, choice), lines: here };
  });
}

function promisedAt(nodeId: string | null, choice: OpenChoice | null): Window | null {
  const parcels = choice?.parcels.filter((parcel) =>
    nodeId === null ? parcel.method === 'ship' : parcel.nodeId === nodeId && parcel.method === 'pickup'
  );
  return parcels ? windowOver(parcels) : null;
}

/** It is all there when the last of it is. ISO instants of one form sort as text. */
export function windowOver(parcels: Pick<PlannedParcel, 'deliverFrom' | 'deliverUntil'>[]): Window | null {
  const from = parcels
    .map((parcel) => parcel.deliverFrom)
    .toSorted()
    .at(-1);
  const until = parcels
    .map((parcel) => parcel.deliverUntil)
    .toSorted()
    .at(-1);
  return from !== undefined && until !== undefined ? { from, until } : null;
}

/** By the tariff of standard delivery; null where it is never free. */
function freeDelivery(goodsMinor: number, currency: string): FreeDelivery | null {
  const freeFrom = deliveryRulesV1.tariffs[currency]?.standard?.freeFrom ?? null;
  return freeFrom === null ? null : { missingMinor: Math.max(0, freeFrom - goodsMinor) };
}
