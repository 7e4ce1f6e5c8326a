import { watchCart } from '#lib/live/watch-cart.ts';
import type { CartSnapshot, CartVisitor } from '../cart/cart-snapshot.ts';

/**
 * A cart that a page follows without changing it itself: calls `onNewer` when the shop knows a newer one than the page was made with.
 * `here` is who else has it open; `takenBack` says that its key opens nothing any more.
 */
export function followedCart(cartKey: string, onNewer: () => void) {
  let snapshot: CartSnapshot | undefined = $state.raw();
  let here: CartVisitor[] = $state.raw([]);
  let takenBack = $state(false);

  return {
    get news(): CartSnapshot['latest'] {
      return snapshot?.latest ?? null;
    },
    get here(): CartVisitor[] {
      return here;
    },
    get takenBack(): boolean {
      return takenBack;
    },
    /** For as long as the page is there; `version` is that of the cart it shows now. The returned function leaves. */
    follow(version: () => number): () => void {
      const { leave } = watchCart(cartKey, {
        changed(newer) {
          snapshot = newer;
          if (newer.version > version()) onNewer();
        },
        here: (visitors) => void (here = visitors),
        connected: () => undefined,
        takenBack() {
          takenBack = true;
          onNewer();
        }
      });
      return leave;
    }
  };
}
