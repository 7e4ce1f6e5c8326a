import { heldPayment, takeOffUncaptured, type HeldPayment } from '#db/queries/captures.ts';
import { findParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { insertTransaction, movePayment, moveTransaction } from '#db/queries/payments.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { captureKey, hasLeft, shareAgain, shareOf, type LeavingParcel } from './capture-share.ts';
import type { CaptureAnswer } from './payment-provider.ts';
import { afterCapture } from './payment.ts';

/** `isAgain`: its bank refused before, and one of us asks it once more. */
export type CaptureParcel = { fulfilmentOrderId: string; isAgain?: boolean };

/**
 * A parcel left: its bank gives its share of what it stands for. Runs as a job, so perhaps twice, and two at once: the call is written down before it is made,
 * once for each parcel, and the bank knows its key. What it refuses is laid before the office and not asked for by itself again. With `isAgain` refuses
 * `not-allowed` when nothing is to be asked for any more.
 */
export async function captureParcel(shop: Shop, actor: Actor, { fulfilmentOrderId, isAgain = false }: CaptureParcel): Promise<void> {
  const found = await findParcel(shop.db, fulfilmentOrderId);
  if (!found) return;
  // Of most orders the money was taken before: they need no lock.
  if (!(await heldPayment(shop.db, found.orderId))) return nothing(isAgain);
  const call = await inTransaction(shop, { actor }, async (tx) =>
    askedFor(tx, shop, { orderId: found.orderId, fulfilmentOrderId, isAgain })
  );
  if (!call) return;
  const { key, reference: chargeReference, amountMinor } = call;
  const answer = await shop.payments.capture({ key, chargeReference, amountMinor });
  await writeDown(shop, actor, { orderId: found.orderId, fulfilmentOrderId, callId: call.id, answer });
}

type Asking = { orderId: string; fulfilmentOrderId: string; isAgain: boolean };
type Call = { id: string; key: string; reference: string; amountMinor: number };

/** The call that is under way, or a new one; undefined where nothing is to be taken. */
async function askedFor(tx: Tx, shop: Shop, { orderId, fulfilmentOrderId, isAgain }: Asking): Promise<Call | undefined> {
  const [held, parcel] = await heldOf(tx, orderId, fulfilmentOrderId);
  if (!held || !parcel || !hasLeft(parcel)) return nothing(isAgain);
  const { reference } = held;
  const { capture } = parcel;
  if (capture?.state === 'started') return { ...capture, reference };
  // Taken it is once, and what was refused only one of us asks for again.
  const isRefused = capture?.state === 'failed';
  if (isRefused !== isAgain || capture?.state === 'succeeded') return nothing(isAgain);
  const amountMinor = isRefused ? shareAgain(held, capture) : shareOf(held, fulfilmentOrderId);
  const call = { id: shop.newId(), key: captureKey(held, parcel), amountMinor };
  await insertTransaction(tx, { ...call, paymentId: held.id, kind: 'capture', method: held.method, fulfilmentOrderId, at: shop.now() });
  if (amountMinor > 0) return { ...call, reference };
  // Paid by other ways before: that it was looked at is written down, so that the next one counts it.
  await moveTransaction(tx, call.id, { state: 'succeeded', at: shop.now() });
  return undefined;
}

const nothing = (isAgain: boolean): undefined => (isAgain ? refuse('not-allowed') : undefined);

async function heldOf(tx: Tx, orderId: string, parcelId: string): Promise<[HeldPayment | undefined, LeavingParcel | undefined]> {
  await lockOrder(tx, orderId);
  const held = await heldPayment(tx, orderId);
  return [held, held?.parcels.find(({ id }) => id === parcelId)];
}

type Answered = { orderId: string; fulfilmentOrderId: string; callId: string; answer: CaptureAnswer };

async function writeDown(shop: Shop, actor: Actor, { orderId, fulfilmentOrderId, callId, answer }: Answered): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const held = await heldPayment(tx, orderId);
    const capture = held?.parcels.find(({ id }) => id === fulfilmentOrderId)?.capture;
    if (!order || !held || capture?.id !== callId || capture.state !== 'started') return;
    const at = shop.now();
    const stream = orderStream(order);
    const { id: paymentId, currency, dueMinor } = held;
    const about = { paymentId, amountMinor: capture.amountMinor, currency, fulfilmentOrderId };
    if (answer.outcome === 'captured') {
      await movePayment(tx, paymentId, afterCapture({ ...held, amountMinor: dueMinor }, capture.amountMinor));
      await moveTransaction(tx, callId, { state: 'succeeded', reference: answer.reference, at });
      record(stream.next({ type: 'payment.captured', ...about, reference: answer.reference, late: false }));
    } else {
      await moveTransaction(tx, callId, { state: 'failed', reason: answer.reason, at });
      await takeOffUncaptured(tx, { paymentId, newId: shop.newId, at });
      record(stream.next({ type: 'payment.capture_refused', ...about, reason: answer.reason }));
    }
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}
