import { parcelsOf } from '#db/queries/fulfilment.ts';
import { endChange, findChange } from '#db/queries/order-changes.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderLifeMachine } from '../orders/order-life.machine.ts';
import { orderStream } from '../orders/order-stream.ts';
import { orderChangeMachine } from './order-change.machine.ts';

/** The time to take a change back is over: an order of which nothing is left ends. Runs as a job, so perhaps twice. */
export async function settleChange(shop: Shop, actor: Actor, input: { changeId: string }): Promise<void> {
  const found = await findChange(shop.db, input.changeId);
  if (!found) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const change = await findChange(tx, found.id);
    const at = shop.now();
    if (!order || change?.state !== 'confirmed' || (change.undoUntil !== null && change.undoUntil > at)) return;
    const state = advance(
      orderChangeMachine,
      { state: change.state, context: { costsMore: false, isUndoable: false } },
      { type: 'settle' }
    );
    if (state !== 'settled') return;
    await endChange(tx, change.id, { state, at });
    const stream = orderStream(order);
    record(stream.next({ type: 'change.settled', changeId: change.id, kind: change.kind }));
    const isNothingLeft = (await parcelsOf(tx, order.id)).every((parcel) => parcel.state === 'cancelled');
    if (order.life !== 'confirmed' || !isNothingLeft) return saveOrder(tx, order.id, { version: stream.version, at });
    const life = advance(orderLifeMachine, { state: order.life, context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'cancel' });
    record(stream.next({ type: 'order.cancelled', reason: 'cancelled' }));
    return saveOrder(tx, order.id, { version: stream.version, at, life });
  });
}
