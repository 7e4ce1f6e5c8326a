import type { Sent } from '#lib/commerce/cart/cart-sync.ts';
import type { CartOperation } from '#lib/commerce/cart/operations.ts';

/** The way without a socket, to the visitor's own cart. Sent to its end even when the page is left meanwhile. */
export async function postOperations(operations: CartOperation[]): Promise<Sent> {
  const response = await fetch('/cart/operations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operations }),
    keepalive: true
  });
  return response.ok ? ((await response.json()) as Sent) : undefined;
}
