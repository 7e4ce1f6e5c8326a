import * as z from 'zod';
import { refuse } from '#lib/kernel/refusal.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Variant = z.strictObject({ variantId: z.uuid() });

/** That something moved is public, like the stock; who stands where is read by the page, for its own cart. */
export function queueWatch({ shop, present, socket }: Live): void {
  const watch = answering(shop, Variant, async ({ variantId }) => {
    await enterRooms(socket, [room.queue(variantId)]);
    const [snapshot] = await present.queues([variantId]);
    return snapshot ?? refuse('not-found');
  });
  const unwatch = answering(shop, Variant, async ({ variantId }) => {
    await socket.leave(room.queue(variantId));
    return null;
  });
  socket.on('queue.watch', watch).on('queue.unwatch', unwatch);
}
