import { sumMinor } from '#lib/kernel/money.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { MAX_LINES, MAX_QUANTITY } from '../cart/cart.ts';
import type { CommerceEvent } from '../events.ts';
import { totalsOf, type OrderTotals } from '../orders/order.ts';
import { orderTopic } from '../orders/order.events.ts';

/** A variant as it is sold now; the price is null where it has none in this currency or is not for sale. */
export type CounterItem = {
  variantId: string;
  title: string;
  options: string[];
  sku: string | null;
  imageSrc: string | null;
  tracked: boolean;
  priceMinor: number | null;
};
type CounterLine = CounterItem & {
  priceMinor: number;
  unitPriceMinor: number;
  quantity: number;
  id: string;
  place: number;
  fulfilmentLineId: string;
};

/** A sale as it is written into the one order store: paid, handed over and done in the same moment. */
export type CounterSale = {
  id: string;
  number: string;
  nodeId: string;
  currency: string;
  country: string;
  totals: OrderTotals;
  lines: CounterLine[];
  parcelId: string;
  paymentId: string;
  at: Date;
  events: CommerceEvent[];
};

export type Wanted = { variantId: string; quantity: number };
export type Making = {
  nodeId: string;
  currency: string;
  country: string;
  at: Date;
  newId: () => string;
  newCode: (length: number) => string;
};

/**
 * What was scanned, each variant once and sorted by variant: two tills then lock shelves in the same order, and demand counts as a sum.
 * Refuses `cart-empty`, `cart-full`, `invalid`, `too-many`.
 */
export function decideWhatIsSold(lines: Wanted[]): Wanted[] {
  if (lines.length === 0) refuse('cart-empty');
  const wanted = new Map<string, number>();
  for (const { variantId, quantity } of lines) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) refuse('invalid', 'a quantity is a whole number from 1 on');
    wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  }
  if (wanted.size > MAX_LINES) refuse('cart-full', String(MAX_LINES));
  if ([...wanted.values()].some((quantity) => quantity > MAX_QUANTITY)) refuse('too-many', String(MAX_QUANTITY));
  return [...wanted].map(([variantId, quantity]) => ({ variantId, quantity })).toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1));
}

/** What a till shows as the sum; goods without a price count nothing, and cannot be sold either. */
export const sumOf = (lines: { priceMinor: number | null; quantity: number }[]): number =>
  sumMinor(lines.map((line) => (line.priceMinor ?? 0) * line.quantity));

/**
 * The sale in full, with its events numbered from 1. Prices are those of the shop now; `seenTotalMinor` is the sum the customer was told.
 * Refuses `not-for-sale` (detail: the title) and `price-changed`.
 */
export function spellOutSale(wanted: Wanted[], items: CounterItem[], making: Making & { seenTotalMinor: number | undefined }): CounterSale {
  const lines = wanted.map((line, index) => priced(line, items, { place: index + 1, newId: making.newId }));
  const totals = totalsOf({ lines }, null);
  if (making.seenTotalMinor !== undefined && making.seenTotalMinor !== totals.totalMinor) refuse('price-changed');
  const { nodeId, currency, country, at, newId } = making;
  const sale = {
    id: newId(),
    number: `MZ-${making.newCode(10)}`,
    nodeId,
    currency,
    country,
    totals,
    lines,
    parcelId: newId(),
    paymentId: newId(),
    at
  };
  return { ...sale, events: eventsOf(sale) };
}

function priced(line: Wanted, items: CounterItem[], making: { place: number; newId: () => string }): CounterLine {
  const item = items.find(({ variantId }) => variantId === line.variantId);
  const priceMinor = item?.priceMinor ?? null;
  if (!item || priceMinor === null) refuse('not-for-sale', item?.title);
  const ids = { id: making.newId(), fulfilmentLineId: making.newId() };
  return { ...item, priceMinor, unitPriceMinor: priceMinor, quantity: line.quantity, place: making.place, ...ids };
}

/** The whole life in one transaction, every step of it said: whoever adds up the log finds no jump. */
function eventsOf(sale: Omit<CounterSale, 'events'>): CommerceEvent[] {
  const head = { topic: orderTopic(sale.id), orderId: sale.id };
  const { currency, nodeId, number, parcelId: fulfilmentOrderId, totals } = sale;
  const { totalMinor } = totals;
  const lines = sale.lines.map(({ variantId, quantity, unitPriceMinor }) => ({ variantId, quantity, unitPriceMinor }));
  const parcels = [{ fulfilmentOrderId, nodeId, method: 'carry_out' as const }];
  const money = { paymentId: sale.paymentId, amountMinor: totalMinor, currency, reference: 'cash' };
  return [
    { ...head, type: 'order.placed', version: 1, number, cartId: null, currency, totalMinor, lines, parcels },
    { ...head, type: 'payment.captured', version: 2, ...money, late: false },
    { ...head, type: 'order.confirmed', version: 3, isReleased: false },
    { ...head, type: 'fo.collected', version: 4, fulfilmentOrderId, nodeId },
    { ...head, type: 'order.completed', version: 5 }
  ];
}
