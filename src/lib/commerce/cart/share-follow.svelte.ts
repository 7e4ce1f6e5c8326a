import { watchCart } from '#lib/live/watch-cart.ts';
import type { CartVisitor } from './cart-snapshot.ts';

/** `newer` when the cart is another than the page shows, or its link opens nothing any more: the page then loads again. */
type Ears = { newer: () => void; here: (visitors: CartVisitor[]) => void };

/** Follows a cart by a shared link. The returned function leaves. */
export function followShared(grantKey: string, loaded: number, { newer, here }: Ears): () => void {
  let known = loaded;
  const { leave } = watchCart(grantKey, {
    changed({ version }) {
      if (version <= known) return;
      known = version;
      newer();
    },
    here,
    connected: () => undefined,
    takenBack: newer
  });
  return leave;
}
