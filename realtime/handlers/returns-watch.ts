import * as z from 'zod';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Nothing = z.strictObject({});

/** Whoever looks after the returns of all places hears that something happened to one of them. */
export function returnsWatch({ shop, present, socket }: Live): void {
  const watch = answering(shop, Nothing, async () => {
    atDesk(socket.data.actor);
    await enterRooms(socket, [room.desk('returns')]);
    const [snapshot] = await present.returns();
    return snapshot ?? refuse('not-found');
  });
  const unwatch = answering(shop, Nothing, async () => {
    await socket.leave(room.desk('returns'));
    return null;
  });
  socket.on('returns.watch', watch).on('returns.unwatch', unwatch);
}
