import * as z from 'zod';
import { newestEvents } from '#db/queries/support-orders.ts';
import { returnsOfOrder } from '#db/queries/tracked-returns.ts';
import { isOver, refundDue, stepsOfReturn } from '#lib/commerce/returns/return-steps.ts';
import type { TrackedReturn } from '#lib/commerce/returns/tracked-return.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { Needed, Order } from './arguments.ts';
import { theirOrder } from './own-order.ts';
import { reading, type Ground } from './tool.ts';

export const trackReturnTool = reading({
  name: 'track_return',
  about: 'How far something is that goes back, and by which day its money is there.',
  args: z.strictObject({
    order: Order,
    return: Needed(40).optional().describe('Its number, such as R-7K2P9Q4R; all of the order when left out.')
  }),
  async read(shop, asking, { order: name, return: number }) {
    const { id } = await theirOrder(shop, asking, name);
    const all = await returnsOfOrder(shop.db, id);
    const asked = number === undefined ? all : all.filter((one) => one.number.toLowerCase() === number.toLowerCase());
    if (number !== undefined && asked.length === 0) refuse('not-found');
    const events = (await newestEvents(shop.db, id)).filter(({ of }) => asked.some((one) => one.id === of));
    return {
      effect: { returns: asked.map((one) => returnOf(one, shop.now())) },
      rule: null,
      facts: events.map(({ version, at }): Ground => ({ what: 'event', id: `order:${id}@${version}`, at }))
    };
  }
});

function returnOf(one: TrackedReturn, now: Date): object {
  const { number, state, method, to, currency, goodsMinor, bringingMinor, feeMinor, owedAt, sendBy, trackingNumber, carrier } = one;
  const last = stepsOfReturn(one, now).findLast((step) => step.state !== 'next');
  return {
    return: number,
    state,
    isOver: isOver(one),
    last: last ? { title: last.title, note: last.note ?? null, at: last.at ?? null } : null,
    items: one.lines.map(({ title, options, quantity, reason }) => ({ title, options, quantity, reason })),
    method,
    refundTo: to,
    currency,
    amountMinor: Math.max(0, goodsMinor + bringingMinor - feeMinor),
    sendBy,
    refundDueAt: refundDue(one, now).toISOString(),
    owedAt,
    refunds: one.refunds.map(({ amountMinor, how, state: stands, paidAt }) => ({ amountMinor, how, state: stands, paidAt })),
    carrier,
    trackingNumber
  };
}
