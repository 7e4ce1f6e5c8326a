import * as z from 'zod';
import { isTalkOf } from '#db/queries/support-threads.ts';
import { mayAnswerTalks } from '#lib/commerce/stores/staff-policy.ts';
import { talkerOf } from '#lib/commerce/support/who.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { whoTalks } from '#lib/server/asking.ts';
import { answering, type Live } from '../answering.ts';
import { enterRooms } from '../enter-rooms.ts';
import { room } from '../rooms.ts';

const Talk = z.strictObject({ threadId: z.uuid(), orderKey: z.string().max(100).optional() });
const Left = z.strictObject({ threadId: z.uuid() });

/** A shopper hears their own talk, and whoever answers talks hears each; everybody else is told that there is nothing. */
export function talkWatch({ shop, present, socket }: Live): void {
  async function isTheirs({ threadId, orderKey }: z.output<typeof Talk>): Promise<boolean> {
    if (mayAnswerTalks(socket.data.actor)) return true;
    const known = whoTalks(shop, { ...socket.data, orderKey });
    return isTalkOf(shop.db, talkerOf(shop.keys, { ...known, threadId, channel: 'chat' }));
  }

  const watch = answering(shop, Talk, async (talk) => {
    if (!(await isTheirs(talk))) refuse('not-found');
    await enterRooms(socket, [room.talk(talk.threadId)]);
    const [snapshot] = await present.talks([talk.threadId]);
    return snapshot ?? refuse('not-found');
  });
  const unwatch = answering(shop, Left, async ({ threadId }) => {
    await socket.leave(room.talk(threadId));
    return null;
  });
  socket.on('talk.watch', watch).on('talk.unwatch', unwatch);
}
