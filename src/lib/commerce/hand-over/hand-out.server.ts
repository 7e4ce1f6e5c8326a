import { orderOfCart } from '#db/queries/hand-over.ts';
import { consumeAllocations } from '#db/queries/allocations.ts';
import { moveParcel, parcelsOf, type Parcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder, type OrderHead } from '#db/queries/orders.ts';
import { movePayment, newestPayment, noteCash, type OpenPayment } from '#db/queries/payments.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import { orderLifeMachine, type OrderLifeState } from '../orders/order-life.machine.ts';
import { lifeAfter } from '../orders/order-life.ts';
import { orderStream, type OrderStream } from '../orders/order-stream.ts';
import { afterAnswer, isSecured } from '../payments/payment.ts';
import { atNode } from '../stores/staff-policy.ts';
import type { CommerceEvent } from '../events.ts';

/**
 * Whoever claimed the cart hands over what its order has at their counter; cash that is still owed is counted with it. Safe to repeat: what was handed over stays so.
 * Refuses `forbidden`, `not-found` (nothing of it is at this counter), `payment-unknown` while a bank has not paid.
 */
export async function handOut(shop: Shop, actor: Actor, input: { cartKey: string }): Promise<{ handedOut: number }> {
  const { nodeId } = atNode(actor, 'sell-in-store');
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  if (grant?.kind !== 'claim') refuse('forbidden', 'hand-out');
  const orderId = await orderOfCart(shop.db, cartId);
  if (!orderId) refuse('not-found');
  return inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const parcels = order ? await parcelsOf(tx, order.id) : [];
    const here = parcels.filter((parcel) => parcel.nodeId === nodeId && parcel.method !== 'ship');
    if (!order || here.length === 0) refuse('not-found');
    const open = here.filter(({ state }) => WAITING.has(state));
    if (open.length === 0) return { handedOut: 0 };

    const at = shop.now();
    const stream = orderStream(order);
    const paid = await paidNow(tx, { shop, order, stream, at });
    record(...paid.events);
    for (const parcel of open) {
      await moveParcel(tx, parcel.id, movedBy(parcel, ...stepsFrom(parcel)));
      record(stream.next({ type: 'fo.collected', fulfilmentOrderId: parcel.id, nodeId }));
    }
    const life = lifeAfter(
      paid.life,
      parcels.map((parcel) => (open.includes(parcel) ? 'collected' : parcel.state))
    );
    if (life === 'completed') record(stream.next({ type: 'order.completed' }));
    await saveOrder(tx, order.id, { life, version: stream.version, at, payBy: null });
    const parcelIds = open.map(({ id }) => id);
    record(...(await consumeAllocations(tx, { parcelIds, at, kind: 'sold', orderId: order.id, actor, newId: shop.newId })));
    return { handedOut: open.length };
  });
}

const WAITING: ReadonlySet<Parcel['state']> = new Set(['allocated', 'released', 'picking', 'packed', 'ready_for_pickup']);

/** The steps that are left: nobody else picks, packs or asks for a code when the customer stands at the counter. */
function stepsFrom({ method, state, units }: Parcel) {
  if (method === 'carry_out') return [{ type: 'carry-out' as const }];
  const all = [
    { type: 'release' as const },
    { type: 'accept' as const },
    { type: 'picked' as const, verifiedUnits: units },
    { type: 'ready' as const },
    { type: 'collect' as const, codeMatches: true }
  ];
  return all.slice(['allocated', 'released', 'picking', 'packed', 'ready_for_pickup'].indexOf(state));
}

type Paying = { shop: Shop; order: OrderHead; stream: OrderStream; at: Date };

async function paidNow(tx: Tx, paying: Paying): Promise<{ life: OrderLifeState; events: CommerceEvent[] }> {
  const { order, stream } = paying;
  const payment = await newestPayment(tx, order.id);
  // Paid another way meanwhile, nothing is left to count.
  if (payment && (isSecured(payment) || payment.amountMinor === 0)) return { life: order.life, events: [] };
  if (!payment || payment.transaction || !isCash(payment)) refuse('payment-unknown');

  await countCash(tx, payment, paying);
  const { id: paymentId, amountMinor, currency } = payment;
  const captured = stream.next({ type: 'payment.captured', paymentId, amountMinor, currency, reference: 'cash', late: false });
  if (order.life !== 'placed') return { life: order.life, events: [captured] };
  const life = advance(orderLifeMachine, { state: order.life, context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'accept' });
  return { life, events: [captured, stream.next({ type: 'order.confirmed', isReleased: false })] };
}

const isCash = ({ method, state }: OpenPayment): boolean => (method === 'cash' || method === 'pay_in_store') && state === 'pending';

async function countCash(tx: Tx, payment: OpenPayment, { shop, order, at }: Paying): Promise<void> {
  const { state, ...sums } = afterAnswer(payment, { outcome: 'captured', reference: 'cash' });
  if (payment.method === 'cash') await movePayment(tx, payment.id, { state, ...sums });
  else await noteCash(tx, payment, { orderId: order.id, transactionId: shop.newId(), state, at });
}
