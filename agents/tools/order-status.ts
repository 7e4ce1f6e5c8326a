import * as z from 'zod';
import { ordersOfCustomer } from '#db/queries/customer-orders.ts';
import { newestEvents } from '#db/queries/support-orders.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { orderWords, parcelWords } from '#lib/commerce/orders/order-words.ts';
import type { TrackedOrder, TrackedParcel } from '#lib/commerce/orders/tracked-order.ts';
import { expectedOf, shownPromises, verdictWords } from '#lib/commerce/orders/tracking-view.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { Order } from './arguments.ts';
import { groundOf, theirOrder } from './own-order.ts';
import { reading, type Ground } from './tool.ts';

export const orderStatusTool = reading({
  name: 'order_status',
  about: 'How an order stands: each parcel, the day it is promised for and why that day, where it was seen last, and the money.',
  args: z.strictObject({ order: Order }),
  async read(shop, asking, { order: name }) {
    const { id } = await theirOrder(shop, asking, name);
    const order = (await trackedOrder(shop.db, id)) ?? refuse('not-found');
    const events = await newestEvents(shop.db, id);
    const facts = events.map(({ version, at }): Ground => ({ what: 'event', id: `order:${id}@${version}`, at }));
    return { effect: statusOf(order), rule: null, facts };
  }
});

function statusOf(order: TrackedOrder): object {
  const { number, life, currency, totalMinor, placedAt, payment, refunds, lines } = order;
  return {
    order: number,
    life,
    words: orderWords(order) ?? null,
    placedAt: placedAt.toISOString(),
    currency,
    totalMinor,
    payment: payment && {
      method: payment.method,
      state: payment.state,
      amountMinor: payment.amountMinor,
      capturedMinor: payment.capturedMinor,
      toTakeMinor: payment.toTakeMinor
    },
    refunds: refunds.map(({ amountMinor, how, state, reason }) => ({ amountMinor, how, state, reason })),
    things: lines.map(({ title, options, quantity, unitPriceMinor }) => ({ title, options, quantity, unitPriceMinor })),
    parcels: order.parcels.map(parcelOf)
  };
}

/** Neither the code at the counter nor that for the door: who has a chat open has not shown that they may fetch it. */
function parcelOf(parcel: TrackedParcel): object {
  const { place, method, state, nodeName, carrier, trackingNumber, deliveredAt, shipmentState } = parcel;
  const promise = shownPromises(parcel).at(-1);
  const seen = parcel.scans.at(-1);
  return {
    parcel: place,
    method,
    state,
    shipmentState,
    words: parcelWords(parcel),
    from: nodeName,
    carrier,
    trackingNumber,
    promise: promise ? { ...promise.window, why: promise.reason, moved: promise.moved } : null,
    expected: expectedOf(parcel),
    verdict: verdictWords(parcel),
    deliveredAt,
    seen: seen ? { status: seen.status, city: seen.city, at: seen.occurredAt } : null
  };
}

const MOST = 10;

export const myOrdersTool = reading({
  name: 'my_orders',
  about: 'The newest orders of whoever asks, with what is in them.',
  args: z.strictObject({}),
  async read(shop, asking) {
    const { who } = asking;
    if (who.as === 'anonymous') refuse('sign-in-needed');
    if (who.as === 'guest') {
      const order = await theirOrder(shop, asking, undefined);
      const found = (await trackedOrder(shop.db, order.id)) ?? refuse('not-found');
      const what = found.lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ');
      const { number, life, currency, totalMinor, placedAt } = found;
      return { effect: { orders: [{ number, life, currency, totalMinor, placedAt, what }] }, rule: null, facts: [groundOf(order)] };
    }
    const orders = await ordersOfCustomer(shop.db, who.customerId, { limit: MOST });
    return {
      effect: {
        orders: orders.map(({ number, life, currency, totalMinor, placedAt, what }) => ({
          number,
          life,
          currency,
          totalMinor,
          placedAt,
          what
        }))
      },
      rule: null,
      facts: orders.map(({ id, placedAt }): Ground => ({ what: 'event', id: `order:${id}@1`, at: placedAt.toISOString() }))
    };
  }
});
