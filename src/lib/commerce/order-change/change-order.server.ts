import { once, sealOf } from '#db/queries/idempotency.ts';
import { insertChange } from '#db/queries/order-changes.ts';
import { orderFacts } from '#db/queries/order-facts.ts';
import { lockOrder, saveOrder, setOrderNote, type OrderHead } from '#db/queries/orders.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { lifeAfter } from '../orders/order-life.ts';
import { orderLifeMachine, type OrderLifeState } from '../orders/order-life.machine.ts';
import { orderStream, type OrderStream } from '../orders/order-stream.ts';
import { oweBack } from '../payments/owe-back.server.ts';
import { callOffUnits } from './call-off-units.server.ts';
import { causeOf, UNDO_MS, type OrderChange, type UndoPlan } from './order-change.ts';
import type { OrderFacts } from './order-facts.ts';
import { statesAfter } from './parcels-after.ts';
import { planChange, type PlannedChange } from './plan-change.ts';
import type { ChangeWish } from './wish.ts';

/** `seal`: that of the effect its shopper saw (`readChange`). */
export type ChangeOrder = { orderKey: string; wish: ChangeWish; seal: string; key: string };

/**
 * Changes an order as its shopper saw that it would be: money, parcels, promises and shelves in one transaction, decided anew under the order's
 * lock. Refuses `not-found`, by the code of the policy that says no, `stale-version` when it would do something else by now, `in-progress`, `invalid`.
 */
export async function changeOrder(shop: Shop, actor: Actor, { key, ...input }: ChangeOrder): Promise<{ changeId: string }> {
  const orderId = shop.keys.open('order', input.orderKey) ?? refuse('not-found');
  return inTransaction(shop, { actor, once: once(`change-order:${orderId}`, key, input) }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId)) ?? refuse('not-found');
    const facts = (await orderFacts(tx, orderId)) ?? refuse('not-found');
    const planned = planChange(facts, input.wish);
    if (sealOf(planned.effect) !== input.seal) refuse('stale-version');

    const at = shop.now();
    const change: Made = {
      id: shop.newId(),
      orderId,
      kind: input.wish.kind,
      ...planned,
      at,
      undoUntil: planned.effect.isUndoable ? new Date(at.getTime() + UNDO_MS) : null
    };
    const stream = orderStream(order);
    record(stream.next(madeEvent(change)));
    const making = { shop, actor, order, facts, stream, change };
    const { undo, life } = input.wish.kind === 'note' ? await writeNote(tx, making, input.wish.note) : await cancel(tx, record, making);
    await insertChange(tx, { ...change, state: 'confirmed', actor, undo: change.undoUntil && undo });
    await saveOrder(tx, orderId, { version: stream.version, at, life });
    return { changeId: change.id };
  });
}

type Made = Omit<OrderChange, 'state' | 'undo' | 'actor'> & Pick<PlannedChange, 'units'>;
type Making = { shop: Shop; actor: Actor; order: OrderHead; facts: OrderFacts; stream: OrderStream; change: Made };
type Outcome = { undo: UndoPlan; life: OrderLifeState };

function madeEvent({ id: changeId, kind, reason, effect, policy, undoUntil }: Made) {
  return { type: 'change.made' as const, changeId, kind, reason, effect, policy, undoUntil: undoUntil?.toISOString() ?? null };
}

async function writeNote(tx: Tx, { order, facts }: Making, note: string): Promise<Outcome> {
  await setOrderNote(tx, order.id, note);
  return { undo: { ended: [], before: { note: facts.note } }, life: order.life };
}

async function cancel(tx: Tx, record: Recorder, { shop, actor, order, facts, stream, change }: Making): Promise<Outcome> {
  const { effect, units, at, policy } = change;
  const ended = await callOffUnits(tx, record, { shop, facts, units, stream, reason: 'cancelled', at });
  if (order.life === 'placed') {
    // What a bank still takes for it goes back by itself: it is the answer to an order that ended.
    record(stream.next({ type: 'order.cancelled', reason: 'cancelled' }));
    const life = advance(orderLifeMachine, { state: order.life, context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'cancel' });
    return { undo: { ended, before: {} }, life };
  }
  const parts = { goodsMinor: effect.goodsMinor, deliveryMinor: effect.deliveryMinor };
  const owing = { orderId: order.id, cause: causeOf(change), reason: 'cancelled' as const, parts, policy: policy ?? undefined };
  record(...(await oweBack(tx, { ...owing, actor, stream, at, newId: shop.newId })));
  // An order of which nothing is left ends when that cannot be taken back any more.
  const life = effect.isEnd ? order.life : lifeAfter(order.life, statesAfter(facts, units));
  if (life === 'completed') record(stream.next({ type: 'order.completed' }));
  return { undo: { ended, before: {} }, life };
}
