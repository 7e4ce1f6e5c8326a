import * as z from 'zod';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { MOST_TOPICS } from '../protocol.ts';
import { room } from '../rooms.ts';

const Variants = z.strictObject({ variantIds: z.array(z.uuid()).min(1).max(MOST_TOPICS) });

/** Stock is public. Joins before it reads: what changes in between is heard twice rather than never. */
export function stockWatch({ shop, present, socket }: Live): void {
  const watch = answering(shop, Variants, async ({ variantIds }) => {
    await enterRooms(socket, variantIds.map(room.variant));
    return present.stock(variantIds);
  });
  const unwatch = answering(shop, Variants, async ({ variantIds }) => {
    for (const id of variantIds) await socket.leave(room.variant(id));
    return null;
  });
  socket.on('stock.watch', watch).on('stock.unwatch', unwatch);
}
