import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import { totalsOf } from '#lib/commerce/orders/order.ts';
import type { TrackedOrder } from '#lib/commerce/orders/tracked-order.ts';

/** The database prints times with an offset; the API says them all in one way. */
const iso = (time: string | Date): string => new Date(time).toISOString();

/** A cart as the API shows it: the address stays inside. */
export function cartAnswer(cart: CartView) {
  const { id, state, step, version, currency, postcode, delivery, heldUntil, orderId } = cart;
  const lines = cart.lines.map(
    ({ place: _, counted, free, optionNames: __, image: ___, pickupNodeName: ____, sizeClass: _____, ...line }) => ({
      ...line,
      available: counted ? free : null
    })
  );
  return { id, state, step, version, currency, postcode, lines, delivery, heldUntil, ...totalsOf(cart, delivery), orderId };
}

/** An order as its key holder may see it, without contact and address. */
export function orderAnswer(order: TrackedOrder) {
  const { contact: _, address: __, events: ___, destination: ____, updatedAt: _____, ...shown } = order;
  return {
    ...shown,
    placedAt: iso(order.placedAt),
    payBy: order.payBy && iso(order.payBy),
    parcels: order.parcels.map((parcel) => ({
      ...parcel,
      promises: parcel.promises.map((promise) => ({
        ...promise,
        deliverFrom: iso(promise.deliverFrom),
        deliverUntil: iso(promise.deliverUntil),
        at: iso(promise.at)
      })),
      scans: parcel.scans.map((scan) => ({ ...scan, occurredAt: iso(scan.occurredAt), receivedAt: iso(scan.receivedAt) }))
    }))
  };
}
