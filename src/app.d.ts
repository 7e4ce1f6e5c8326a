import type { Visitor } from '#lib/server/session.ts';
import type { Shop } from '#lib/server/shop.ts';

declare global {
  namespace App {
    interface Locals extends Visitor {
      shop: Shop;
      /** In the answer's `x-request-id`, in the report of a fault and on the page that says something went wrong. */
      requestId: string;
      /** What the database says of the product of this page, when it was read on the way to it. */
      productPageText?: string;
    }
    interface Error {
      message: string;
      code?: string;
      requestId?: string;
    }
  }
}
