import * as z from 'zod';
import { refuse } from '#lib/kernel/refusal.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Order = z.strictObject({ orderKey: z.string().max(100) });

/** Whoever holds an order's signed key may watch it, as on its page; a key that only hears does too. Everything else is `not-found`, real order or not. */
export function orderWatch({ shop, present, socket }: Live): void {
  const idOf = (orderKey: string): string => shop.keys.open('order', orderKey) ?? shop.keys.open('heard', orderKey) ?? refuse('not-found');

  const watch = answering(shop, Order, async ({ orderKey }) => {
    const id = idOf(orderKey);
    await enterRooms(socket, [room.order(id)]);
    const [snapshot] = await present.orders([id]);
    return snapshot ?? refuse('not-found');
  });
  const unwatch = answering(shop, Order, async ({ orderKey }) => {
    await socket.leave(room.order(idOf(orderKey)));
    return null;
  });
  socket.on('order.watch', watch).on('order.unwatch', unwatch);
}
