import type { CartLineView, CartView } from '#lib/commerce/cart/cart-view.ts';
import type { DeliveryChoice, PlannedParcel } from '#lib/commerce/cart/delivery-choice.ts';
import { address, contact } from './makers.ts';

/** A line as the database gives it, in pure tests. One thing at ₹6,490, ten left. */
export function aLineView(over: Partial<CartLineView> = {}): CartLineView {
  return {
    id: 'line-1',
    place: 1,
    variantId: 'lamp',
    quantity: 1,
    unitPriceMinor: 649_000,
    method: over.pickupNodeId ? 'pickup' : 'ship',
    pickupNodeId: null,
    title: 'Gumbad table lamp',
    handle: 'gumbad-table-lamp',
    optionNames: ['Enamel'],
    options: ['Marigold'],
    sku: 'GTL-MAR',
    image: null,
    priceNowMinor: 649_000,
    counted: true,
    free: 10,
    pickupNodeName: null,
    addedAt: '2026-11-23T05:00:00.000Z',
    priceSeenAt: null,
    sizeClass: 'medium',
    ...over
  };
}

export function aCartView(over: Partial<CartView> = {}): CartView {
  return {
    id: 'cart-1',
    state: 'active',
    step: 'details',
    version: 1,
    currency: 'INR',
    country: 'IN',
    postcode: '560038',
    lines: [aLineView()],
    contact: null,
    address: null,
    delivery: null,
    note: '',
    orderId: null,
    heldUntil: null,
    ...over
  };
}

export function aPlannedParcel(over: Partial<PlannedParcel> = {}): PlannedParcel {
  return {
    nodeId: 'blr-domlur',
    nodeName: 'Domlur',
    method: 'ship',
    service: 'standard',
    lines: [{ variantId: 'lamp', quantity: 1, counted: true }],
    deliverFrom: '2026-11-26T03:30:00.000Z',
    deliverUntil: '2026-11-27T15:30:00.000Z',
    orderBy: '2026-11-25T11:30:00.000Z',
    shipBy: '2026-11-25T13:00:00.000Z',
    distanceMetres: 2_200,
    inputs: {},
    ruleVersion: 'delivery-1',
    ...over
  };
}

export function aChoice(over: Partial<DeliveryChoice> = {}): DeliveryChoice {
  return { id: 'standard', parcels: [aPlannedParcel()], costMinor: 4_900, quotedAt: '2026-11-25T05:00:00.000Z', ...over };
}

/** As far as the payment: details given, delivery chosen. */
export const readyToPay = (over: Partial<CartView> = {}): CartView =>
  aCartView({ state: 'checkout', step: 'payment', contact, address, delivery: aChoice(), ...over });
