import { refuse } from '#lib/kernel/refusal.ts';
import { isOpen } from '../cart/cart.ts';
import type { CartLineView, CartView } from '../cart/cart-view.ts';
import type { PlannedParcel } from '../cart/delivery-choice.ts';
import { totalsOf, type OrderTotals } from '../orders/order.ts';
import { placedEvents, type PlacedOrder, type PlacedParcel } from '../orders/placed-order.ts';
import { PAY_WITHIN_MS } from '../stores/market.ts';

export type CounterMethod = 'cash' | 'card';

/** A cart as it may be paid at a counter: what goes out of the door now, and the parcels that keep their plan. */
export type TillCart = CartView & { carried: CartLineView[]; sent: PlannedParcel[] };

/**
 * `version` and `seenTotalMinor` are those that the customer was told; `toSend` are the lines that somebody in a store marked to be
 * sent home.
 */
export type TillRequest = { nodeId: string; version: number; seenTotalMinor: number; toSend: readonly string[]; at: Date };

/**
 * What is carried out of this store and what is sent. Without a plan everything is carried out; with one, what was to be collected
 * here is carried out, and the rest keeps its day.
 * Refuses `cart-changed`, `cart-closed`, `cart-empty`, `not-for-sale` and `price-changed` (detail: the title), `promise-changed`,
 * `delivery-not-chosen` (detail: the title) for what is to be sent, or collected at another store, and has no day yet.
 */
export function decideAtTill(cart: CartView, request: TillRequest): { cart: TillCart; totals: OrderTotals } {
  if (!isOpen(cart)) refuse('cart-closed', cart.state);
  if (cart.version !== request.version) refuse('cart-changed');
  if (cart.lines.length === 0) refuse('cart-empty');
  const unplanned = cart.delivery ? undefined : cart.lines.find((line) => !goesOutHere(line, request));
  if (unplanned) refuse('delivery-not-chosen', unplanned.title);
  const lines = cart.lines.map(priced);
  const { carried, sent } = splitAtTill({ ...cart, lines }, request.nodeId);
  if (sent.some(({ orderBy }) => Date.parse(orderBy) <= request.at.getTime())) refuse('promise-changed');
  const totals = totalsAtTill({ ...cart, lines }, sent);
  if (totals.totalMinor !== request.seenTotalMinor) refuse('price-changed');
  return { cart: { ...cart, lines, carried, sent }, totals };
}

/** What has no plan goes out of this door, unless somebody said otherwise of it. */
function goesOutHere({ id, pickupNodeId }: CartLineView, { nodeId, toSend }: TillRequest): boolean {
  return pickupNodeId === null ? !toSend.includes(id) : pickupNodeId === nodeId;
}

/** What the till shows as the sum, and takes. Parcels that were planned keep what they cost. */
export function totalsAtTill(cart: Pick<CartView, 'lines' | 'delivery'>, sent: PlannedParcel[]): OrderTotals {
  const lines = cart.lines.map((line) => ({ ...line, unitPriceMinor: line.priceNowMinor ?? line.unitPriceMinor }));
  return totalsOf({ lines }, sent.length > 0 ? cart.delivery : null);
}

export function splitAtTill(
  cart: Pick<CartView, 'lines' | 'delivery'>,
  nodeId: string
): { carried: CartLineView[]; sent: PlannedParcel[] } {
  if (!cart.delivery) return { carried: cart.lines, sent: [] };
  return {
    carried: cart.lines.filter((line) => line.pickupNodeId === nodeId),
    sent: cart.delivery.parcels.filter((parcel) => parcel.method === 'ship' || parcel.nodeId !== nodeId)
  };
}

function priced(line: CartLineView): CartLineView {
  if (line.priceNowMinor === null) refuse('not-for-sale', line.title);
  return { ...line, unitPriceMinor: line.priceNowMinor };
}

type Making = {
  nodeId: string;
  nodeName: string;
  method: CounterMethod;
  at: Date;
  newId: () => string;
  newCode: (length: number) => string;
};

/** The order as it is written: unpaid for the moment, everything bound where it lies. */
export function spellOutAtTill(cart: TillCart, totals: OrderTotals, making: Making): PlacedOrder {
  const { at, method, newId, newCode } = making;
  const id = newId();
  const lines = cart.lines.map((line) => ({ ...line, id: newId(), imageSrc: line.image?.src ?? null }));
  const idOf = new Map(lines.map((line) => [`${line.variantId} ${line.pickupNodeId ?? ''}`, line.id]));
  const left = new Map(lines.map((line) => [line.id, line.quantity]));

  const orderLineFor = (variantId: string, nodeId: string | null): string => {
    const lineId = idOf.get(`${variantId} ${nodeId ?? ''}`);
    if (!lineId) throw new Error(`the plan sends ${variantId}, which is not in the cart`);
    return lineId;
  };
  const sent = cart.sent.map((parcel) => ({ ...parcel, at: parcel.method === 'ship' ? null : parcel.nodeId }));
  const parcels = [...(cart.carried.length > 0 ? [counterParcel(cart.carried, making)] : []), ...sent].map(
    (parcel, index): PlacedParcel => ({
      ...parcel,
      id: newId(),
      place: index + 1,
      promiseId: newId(),
      collectCode: parcel.method === 'pickup' ? newCode(6) : null,
      fulfilmentLines: parcel.lines.map(({ variantId, quantity, counted, ...line }) => {
        const orderLineId = orderLineFor(variantId, 'pickupNodeId' in line ? line.pickupNodeId : parcel.at);
        left.set(orderLineId, (left.get(orderLineId) ?? 0) - quantity);
        return { id: newId(), orderLineId, variantId, quantity, allocationId: counted ? newId() : null };
      })
    })
  );
  if ([...left.values()].some((units) => units !== 0)) throw new Error('the parcels hold another number of units than the cart');

  const order = {
    id,
    number: `MZ-${newCode(10)}`,
    cart,
    totals,
    channel: 'pos',
    life: 'placed' as const,
    placedAt: at,
    payBy: new Date(at.getTime() + PAY_WITHIN_MS),
    lines,
    parcels,
    payment: {
      id: newId(),
      method,
      amountMinor: totals.totalMinor,
      transaction: method === 'card' ? { id: newId(), key: `order:${id}:1` } : null
    },
    balances: []
  };
  return { ...order, events: placedEvents(order) };
}

function counterParcel(carried: CartLineView[], { nodeId, nodeName, at }: Making) {
  const now = at.toISOString();
  return {
    nodeId,
    nodeName,
    method: 'carry_out' as const,
    service: 'counter',
    lines: carried.map(({ variantId, quantity, counted, pickupNodeId }) => ({ variantId, quantity, counted, pickupNodeId })),
    deliverFrom: now,
    deliverUntil: now,
    orderBy: now,
    shipBy: null,
    distanceMetres: 0,
    inputs: {},
    ruleVersion: 'counter-1',
    at: nodeId
  };
}
