import * as z from 'zod';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Nothing = z.strictObject({});

/** Whoever works at a place hears what happens to the parcels there, and of no other place. */
export function workWatch({ shop, present, socket }: Live): void {
  const placeOf = (): string => atNode(socket.data.actor, 'fulfil').nodeId;

  const watch = answering(shop, Nothing, async () => {
    const nodeId = placeOf();
    await enterRooms(socket, [room.work(nodeId)]);
    const [snapshot] = await present.work([nodeId]);
    return snapshot ?? refuse('not-found');
  });
  const unwatch = answering(shop, Nothing, async () => {
    await socket.leave(room.work(placeOf()));
    return null;
  });
  socket.on('work.watch', watch).on('work.unwatch', unwatch);
}
