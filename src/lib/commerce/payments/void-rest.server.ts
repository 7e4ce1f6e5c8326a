import { hasOpenChange, heldPayment, type HeldPayment } from '#db/queries/captures.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { insertTransaction, movePayment, moveTransaction } from '#db/queries/payments.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { isAllOver } from './capture-share.ts';
import { afterVoid } from './payment.ts';

/**
 * Nothing of an order can leave any more, and all that is due was taken: its bank lets go of what it still stands for. So it does for an order that lapsed before
 * its bank answered. Runs as a job, so perhaps twice: the call is written down before it is made, and the bank knows its key.
 */
export async function voidRest(shop: Shop, actor: Actor, { orderId }: { orderId: string }): Promise<void> {
  if (!(await heldPayment(shop.db, orderId))) return;
  const call = await inTransaction(shop, { actor }, async (tx) => askedFor(tx, shop, orderId));
  if (!call) return;
  const answer = await shop.payments.void({ key: call.key, chargeReference: call.reference });
  // Let go of by whoever it was, or run out: it stands for nothing any more, which is all that is wanted.
  const isOver = answer.outcome === 'voided' || answer.reason === 'already-voided' || answer.reason === 'expired';
  if (!isOver) throw new Error(`the bank did not let go of the rest of order ${orderId}: ${answer.reason}`);

  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const held = await heldPayment(tx, orderId);
    if (!order || held?.letting?.id !== call.id) return;
    const at = shop.now();
    const stream = orderStream(order);
    const { id: paymentId, currency, authorizedMinor, capturedMinor } = held;
    await movePayment(tx, paymentId, afterVoid({ ...held, amountMinor: held.dueMinor }));
    await moveTransaction(tx, call.id, { state: 'succeeded', reference: answer.reference, at });
    record(stream.next({ type: 'payment.voided', paymentId, amountMinor: authorizedMinor - capturedMinor, currency }));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

type Call = { id: string; key: string; reference: string };

async function askedFor(tx: Tx, shop: Shop, orderId: string): Promise<Call | undefined> {
  const order = await lockOrder(tx, orderId);
  const held = await heldPayment(tx, orderId);
  if (!order || !held) return undefined;
  if (held.letting) return { ...held.letting, reference: held.reference };
  const at = shop.now();
  if (!isAllOver(held) || (order.life !== 'cancelled' && !isTaken(held)) || (await hasOpenChange(tx, orderId, at))) return undefined;
  const call = { id: shop.newId(), key: `void:${held.id}` };
  const amountMinor = held.authorizedMinor - held.capturedMinor;
  await insertTransaction(tx, { ...call, paymentId: held.id, kind: 'void', amountMinor, method: held.method, at });
  return { ...call, reference: held.reference };
}

/** Of what is due nothing is left, and no answer is awaited. */
const isTaken = ({ dueMinor, capturedMinor, parcels }: HeldPayment): boolean =>
  dueMinor === capturedMinor && parcels.every(({ capture }) => capture?.state !== 'started');
