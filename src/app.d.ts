import type { Visitor } from '#lib/server/session.ts';
import type { Shop } from '#lib/server/shop.ts';

declare global {
  namespace App {
    interface Locals extends Visitor {
      shop: Shop;
      /** In the answer's `x-request-id`, in the report of a fault and on the page that says something went wrong. */
      requestId: string;
      /** On the page of a product: what the database says of it, when that was read on the way; what other sites read in its head. */
      productPage?: { text?: string; head?: string };
    }
    interface Error {
      message: string;
      code?: string;
      requestId?: string;
    }
  }
}
