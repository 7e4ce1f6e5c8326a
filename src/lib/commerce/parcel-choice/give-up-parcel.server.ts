import { moveParcel, parcelsOf, type Parcel } from '#db/queries/fulfilment.ts';
import { saveOrder, type OrderHead } from '#db/queries/orders.ts';
import { endChoice, sumsOf } from '#db/queries/parcel-choices.ts';
import { newestPromise, insertPromise } from '#db/queries/promises.ts';
import type { Recorder } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Shop } from '#lib/server/shop.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import { lifeAfter } from '../orders/order-life.ts';
import { orderLifeMachine } from '../orders/order-life.machine.ts';
import { orderStream } from '../orders/order-stream.ts';
import { oweBack } from '../payments/owe-back.server.ts';

type GivingUp = { shop: Shop; actor: Actor; order: OrderHead; parcel: Parcel; choiceId: string; isLapsed: boolean };

/**
 * A step of a command, under the order's lock: the parcel ends, its promise is waived, and its money goes back; that of the delivery too when
 * nothing else of the order comes.
 */
export async function giveUpParcel(tx: Tx, record: Recorder, { shop, actor, order, parcel, choiceId, isLapsed }: GivingUp): Promise<void> {
  const at = shop.now();
  const stream = orderStream(order);
  const fulfilmentOrderId = parcel.id;
  const state = movedBy(parcel, { type: 'auto-cancel' });
  await endChoice(tx, choiceId, { state: isLapsed ? 'lapsed' : 'chosen', chosen: 'refund', at });
  await moveParcel(tx, parcel.id, state);
  record(stream.next({ type: 'fo.chosen', fulfilmentOrderId, choiceId, way: 'refund', isLapsed }));
  record(stream.next({ type: 'fo.cancelled', fulfilmentOrderId, nodeId: null, reason: 'not-filled' }));
  const last = await newestPromise(tx, parcel.id);
  if (last) {
    const version = { ...last, id: shop.newId(), orderId: order.id, fulfilmentOrderId, number: last.number + 1 };
    await insertPromise(tx, { ...version, state: 'waived', reason: 'not-filled', detail: '', inputs: {}, at });
  }

  const states = (await parcelsOf(tx, order.id)).map((one) => (one.id === parcel.id ? state : one.state));
  const isNothingLeft = states.every((one) => one === 'cancelled');
  const { goodsMinor, deliveryMinor } = await sumsOf(tx, parcel.id);
  const parts = { goodsMinor, deliveryMinor: isNothingLeft ? deliveryMinor : 0 };
  const owing = { orderId: order.id, fulfilmentOrderId, cause: `not-filled:${parcel.id}`, reason: 'not-filled' as const, parts };
  record(...(await oweBack(tx, { ...owing, actor, stream, at, newId: shop.newId })));
  const life = isNothingLeft
    ? advance(orderLifeMachine, { state: order.life, context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'cancel' })
    : lifeAfter(order.life, states);
  if (life === 'cancelled') record(stream.next({ type: 'order.cancelled', reason: 'not-filled' }));
  if (life === 'completed') record(stream.next({ type: 'order.completed' }));
  await saveOrder(tx, order.id, { life, version: stream.version, at });
}
