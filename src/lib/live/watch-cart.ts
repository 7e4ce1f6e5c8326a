import type { Sent } from '#lib/commerce/cart/cart-sync.ts';
import type { CartSnapshot, CartVisitor } from '#lib/commerce/cart/cart-snapshot.ts';
import type { CartOperation } from '#lib/commerce/cart/operations.ts';
import { ANSWER_WITHIN_MS, later } from './ask.ts';
import { liveSocket, type LiveSocket } from './socket.ts';

export type CartEars = {
  changed: (snapshot: CartSnapshot) => void;
  /** Who else is there now. */
  here: (visitors: CartVisitor[]) => void;
  /** The connection is there, perhaps again. */
  connected: () => void;
  /** The key opens nothing any more. */
  takenBack: () => void;
};

export type WatchedCart = {
  /** Undefined when no answer came. */
  apply: (operations: CartOperation[]) => Promise<Sent>;
  leave: () => void;
};

/** Follows one cart by its key: its present state now and on every connect, and everything that happens to it. */
export function watchCart(cartKey: string, ears: CartEars): WatchedCart {
  let socket: LiveSocket | undefined;
  let cartId: string | undefined;
  let left = false;

  async function ask(): Promise<void> {
    if (left || !socket?.connected) return;
    const answer = await socket
      .timeout(ANSWER_WITHIN_MS)
      .emitWithAck('cart.watch', { cartKey })
      .catch(() => undefined);
    if (left) return;
    // Taken back while nobody listened: that no is for good, every other one may be a yes later.
    if (answer && 'refused' in answer && answer.refused === 'not-found') return ears.takenBack();
    if (!answer || !('ok' in answer)) return later(() => void ask());
    ({ cartId } = answer.ok);
    ears.changed(answer.ok);
  }

  const changed = (snapshot: CartSnapshot) => void (snapshot.cartId === cartId && ears.changed(snapshot));
  const presence = (told: { cartId: string; here: CartVisitor[] }) => void (told.cartId === cartId && ears.here(told.here));
  const takenBack = (told: { cartId: string }) => void (told.cartId === cartId && ears.takenBack());

  function connected(): void {
    ears.here([]);
    void ask();
    ears.connected();
  }

  const alone = () => ears.here([]);

  void liveSocket().then((opened) => {
    if (left) return;
    socket = opened;
    socket.on('cart.changed', changed).on('cart.presence', presence).on('cart.taken_back', takenBack);
    socket.on('connect', connected).on('disconnect', alone);
    if (socket.connected) connected();
  });

  return {
    async apply(operations) {
      if (!socket?.connected) return undefined;
      return socket
        .timeout(ANSWER_WITHIN_MS)
        .emitWithAck('cart.apply', { cartKey, operations })
        .catch(() => undefined);
    },
    leave() {
      left = true;
      socket?.off('cart.changed', changed).off('cart.presence', presence).off('cart.taken_back', takenBack);
      socket?.off('connect', connected).off('disconnect', alone);
      if (socket?.connected) socket.emit('cart.unwatch', { cartKey }, () => undefined);
    }
  };
}
