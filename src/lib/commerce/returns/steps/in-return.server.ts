import type { Tx } from '#db/client.ts';
import type { Once } from '#db/queries/idempotency.ts';
import { lockOrder, saveOrder, type OrderHead } from '#db/queries/orders.ts';
import { unitsOfReturn, type ReturnUnit } from '#db/queries/return-units.ts';
import { findReturn, type ReturnCase } from '#db/queries/returns.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream, type OrderStream } from '../../orders/order-stream.ts';

/** A return as one command sees and changes it, under the lock of its order. */
export type ReturnTurn = {
  shop: Shop;
  actor: Actor;
  tx: Tx;
  record: Recorder;
  order: OrderHead;
  found: ReturnCase;
  units: ReturnUnit[];
  stream: OrderStream;
  at: Date;
  /** At which counter what comes instead is given to whoever stands there, instead of being sent. */
  handsOutAt?: string | undefined;
};

type Which = { returnId: string; once?: Once | undefined };

/** Opens a turn of a return and writes its order's version down behind it. Refuses `not-found`. */
export async function inReturn<T>(shop: Shop, actor: Actor, which: Which, work: (turn: ReturnTurn) => Promise<T>): Promise<T> {
  const known = await findReturn(shop.db, which.returnId);
  if (!known) refuse('not-found');
  return inTransaction(shop, { actor, once: which.once }, async (tx, record) => {
    const order = await lockOrder(tx, known.orderId);
    const found = await findReturn(tx, known.id);
    if (!order || !found) refuse('not-found');
    const [stream, at] = [orderStream(order), shop.now()];
    const answer = await work({ shop, actor, tx, record, order, found, units: await unitsOfReturn(tx, found.id), stream, at });
    if (stream.version > order.version) await saveOrder(tx, order.id, { version: stream.version, at });
    return answer;
  });
}
