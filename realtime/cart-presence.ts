import type { LiveSocket, OpenCart } from './answering.ts';

/** The carts that the connections of this process have open. */
export type Presence = {
  enter: (socket: LiveSocket, cartId: string, open: OpenCart) => void;
  leave: (socket: LiveSocket, cartId: string) => void;
  /** What entered and what left since it was asked last: ids of presences, with their carts. */
  takeLeft: () => { id: string; cartId: string }[];
  takeEntered: () => string[];
  /** Called when there is something to take. */
  onChange: (wake: () => void) => void;
};

/** Notes who enters and leaves; telling the others is for `tell-who-is-here.ts`, in one go for all. */
export function cartPresence(): Presence {
  let left: { id: string; cartId: string }[] = [];
  let entered: string[] = [];
  let wake: () => void = () => undefined;

  function leave({ data }: LiveSocket, cartId: string): void {
    const open = data.carts.get(cartId);
    if (!open) return;
    data.carts.delete(cartId);
    left.push({ id: open.id, cartId });
    wake();
  }

  return {
    enter(socket, cartId, open) {
      // Whoever asks again, as after a break, is the same visitor.
      if (socket.disconnected || socket.data.carts.has(cartId)) return;
      socket.data.carts.set(cartId, open);
      entered.push(cartId);
      wake();
    },
    leave,
    takeLeft() {
      const taken = left;
      left = [];
      return taken;
    },
    takeEntered() {
      const taken = entered;
      entered = [];
      return taken;
    },
    onChange: (listener) => void (wake = listener)
  };
}
