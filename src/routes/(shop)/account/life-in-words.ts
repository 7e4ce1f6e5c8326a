import type { OrderLifeState } from '#lib/commerce/orders/order-life.machine.ts';

/** Where an order stands, in a word or two. */
export const lifeInWords: Record<OrderLifeState, string> = {
  placed: 'waits for the payment',
  confirmed: 'on its way',
  on_hold: 'held by us',
  completed: 'done',
  cancelled: 'cancelled',
  closed: 'done'
};
