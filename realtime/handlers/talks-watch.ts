import * as z from 'zod';
import { overTalks } from '#lib/commerce/stores/staff-policy.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Nothing = z.strictObject({});

/** Whoever answers talks hears that something was said in one of them, or that somebody wants a person. */
export function talksWatch({ shop, present, socket }: Live): void {
  const watch = answering(shop, Nothing, async () => {
    overTalks(socket.data.actor);
    await enterRooms(socket, [room.desk('support')]);
    const [snapshot] = await present.talkDesk();
    return snapshot ?? refuse('not-found');
  });
  const unwatch = answering(shop, Nothing, async () => {
    await socket.leave(room.desk('support'));
    return null;
  });
  socket.on('talks.watch', watch).on('talks.unwatch', unwatch);
}
