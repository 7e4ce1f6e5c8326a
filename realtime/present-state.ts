import { cartSnapshots } from '#db/queries/live-carts.ts';
import { consentSnapshots } from '#db/queries/customer-consents.ts';
import { workSnapshots } from '#db/queries/store-work.ts';
import { orderSnapshots } from '#db/queries/live-orders.ts';
import { queueSnapshots } from '#db/queries/queue.ts';
import { returnsSnapshot } from '#db/queries/return-office.ts';
import { talkSnapshots, talksSnapshot } from '#db/queries/live-talks.ts';
import { stockSnapshots } from '#db/queries/live-stock.ts';
import type { CartSnapshot } from '#lib/commerce/cart/cart-snapshot.ts';
import type { ConsentSnapshot } from '#lib/commerce/customers/consent.ts';
import type { OrderSnapshot } from '#lib/commerce/orders/order-snapshot.ts';
import type { QueueSnapshot } from '#lib/commerce/stock/queue.ts';
import type { ReturnsSnapshot } from '#lib/commerce/returns/returns-snapshot.ts';
import type { StockSnapshot } from '#lib/commerce/stock/stock.ts';
import type { TalkSnapshot, TalksSnapshot } from '#lib/commerce/support/talk-snapshot.ts';
import type { WorkSnapshot } from '#lib/commerce/store-work/work-snapshot.ts';
import type { Shop } from '#lib/server/shop.ts';
import { sharedRead } from './shared-read.ts';

/** What is true now. Asked when a page begins to watch, and when something changed; what does not exist is left out. */
export type PresentState = {
  stock: (variantIds: string[]) => Promise<StockSnapshot[]>;
  orders: (orderIds: string[]) => Promise<OrderSnapshot[]>;
  carts: (cartIds: string[]) => Promise<CartSnapshot[]>;
  consents: (consentIds: string[]) => Promise<ConsentSnapshot[]>;
  work: (nodeIds: string[]) => Promise<WorkSnapshot[]>;
  queues: (variantIds: string[]) => Promise<QueueSnapshot[]>;
  returns: () => Promise<ReturnsSnapshot[]>;
  talks: (threadIds: string[]) => Promise<TalkSnapshot[]>;
  talkDesk: () => Promise<TalksSnapshot[]>;
};

export function presentState({ db }: Pick<Shop, 'db'>): PresentState {
  return {
    stock: sharedRead(
      async (ids) => stockSnapshots(db, ids),
      (snapshot) => snapshot.variantId
    ),
    orders: sharedRead(
      async (ids) => orderSnapshots(db, ids),
      (snapshot) => snapshot.orderId
    ),
    carts: sharedRead(
      async (ids) => cartSnapshots(db, ids),
      (snapshot) => snapshot.cartId
    ),
    consents: sharedRead(
      async (ids) => consentSnapshots(db, ids),
      (snapshot) => snapshot.consentId
    ),
    work: sharedRead(
      async (ids) => workSnapshots(db, ids),
      (snapshot) => snapshot.nodeId
    ),
    queues: sharedRead(
      async (ids) => queueSnapshots(db, ids),
      (snapshot) => snapshot.variantId
    ),
    returns: async () => [await returnsSnapshot(db)],
    talks: sharedRead(
      async (ids) => talkSnapshots(db, ids),
      (snapshot) => snapshot.threadId
    ),
    talkDesk: async () => [await talksSnapshot(db)]
  };
}
