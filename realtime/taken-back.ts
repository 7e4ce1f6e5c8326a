import { grantsThatHold } from '#db/queries/live-carts.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { LiveSocket } from './answering.ts';
import type { LiveServer } from './audience.ts';
import type { Presence } from './cart-presence.ts';
import { loop } from './loop.ts';
import { room } from './rooms.ts';

const EVERY_MS = 2_000;

/** Whoever came in by a key that was taken back, or is over, is out of the cart and of its shopper's talk within five seconds, whichever process took it back. */
export function closeTakenBack(io: LiveServer, shop: Shop, presence: Presence): { stop: () => Promise<void> } {
  return loop(async () => {
    const sockets = [...io.of('/').sockets.values()];
    const [open, talks] = [sockets.flatMap(grantedTo), sockets.flatMap(heardBy)];
    if (open.length + talks.length === 0) return EVERY_MS;
    const hold = new Set(await grantsThatHold(shop.db, [...new Set([...open, ...talks].map(({ grantId }) => grantId))], shop.now()));
    for (const { socket, threadId, grantId } of talks) {
      if (hold.has(grantId)) continue;
      socket.data.talks.delete(threadId);
      // oxlint-disable-next-line no-await-in-loop -- at once with the adapter of one process
      await socket.leave(room.talk(threadId));
      socket.emit('talk.taken_back', { threadId });
    }
    for (const { socket, cartId, grantId } of open) {
      if (hold.has(grantId)) continue;
      presence.leave(socket, cartId);
      // oxlint-disable-next-line no-await-in-loop -- at once with the adapter of one process
      await socket.leave(room.cart(cartId));
      socket.emit('cart.taken_back', { cartId });
    }
    return EVERY_MS;
  }, shop.report);
}

function grantedTo(socket: LiveSocket) {
  return [...socket.data.carts].flatMap(([cartId, { grantId }]) => (grantId === undefined ? [] : [{ socket, cartId, grantId }]));
}

function heardBy(socket: LiveSocket) {
  return [...socket.data.talks].map(([threadId, grantId]) => ({ socket, threadId, grantId }));
}
