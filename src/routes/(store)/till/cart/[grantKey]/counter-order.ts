import { trackedOrder } from '#db/queries/tracking.ts';
import type { Shop } from '#lib/server/shop.ts';

/** What the counter needs to know of the order a cart became: is it paid, and what lies here to be handed over. */
export type CounterOrder = {
  number: string;
  life: string;
  totalMinor: number;
  currency: string;
  /** `toTakeMinor` is what a bank stands for until it leaves. */
  payment: { method: string; state: string; toTakeMinor: number } | null;
  here: { open: number; handedOut: number };
  sent: number;
};

const DONE: ReadonlySet<string> = new Set(['collected', 'closed']);

export async function counterOrder(shop: Shop, orderId: string, nodeId: string): Promise<CounterOrder | null> {
  const order = await trackedOrder(shop.db, orderId);
  if (!order) return null;
  const { number, life, totalMinor, currency, payment } = order;
  const here = order.parcels.filter((parcel) => parcel.nodeId === nodeId && parcel.method !== 'ship');
  const handedOut = here.filter(({ state }) => DONE.has(state)).length;
  return {
    number,
    life,
    totalMinor,
    currency,
    payment: payment && { method: payment.method, state: payment.state, toTakeMinor: payment.toTakeMinor },
    here: { open: life === 'cancelled' ? 0 : here.length - handedOut, handedOut },
    sent: order.parcels.length - here.length
  };
}
