import { once, sealOf } from '#db/queries/idempotency.ts';
import { insertChange } from '#db/queries/order-changes.ts';
import { orderFacts } from '#db/queries/order-facts.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { holdForChange, orderChannel } from '#db/queries/swapped-lines.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { askForMore } from '../payments/ask-for-more.server.ts';
import { PAY_WITHIN_MS } from '../stores/market.ts';
import { lookAround } from './look-around.server.ts';
import { makeChange, type ChangeToMake, type Making } from './make-change.server.ts';
import { orderChangeMachine } from './order-change.machine.ts';
import { UNDO_MS } from './order-change.ts';
import { planChange } from './plan-change.ts';
import type { ChangeWish, PaidWish } from './wish.ts';

/** `seal`: that of the effect its shopper saw (`readChange`). */
export type ChangeOrder = { orderKey: string; wish: ChangeWish; seal: string; key: string };
/** `toPay`: it costs more, and is made when that is paid. */
export type ChangeAsked = { changeId: string; toPay: boolean };

/**
 * Changes an order as its shopper saw that it would be: money, parcels, promises and shelves in one transaction, decided anew under the order's
 * lock. Refuses `not-found`, by the code of the policy that says no, `stale-version` when it would do something else by now, `out-of-stock`, `no-service`,
 * `in-progress`, `invalid`.
 */
export async function changeOrder(shop: Shop, actor: Actor, { key, ...input }: ChangeOrder): Promise<ChangeAsked> {
  const orderId = shop.keys.open('order', input.orderKey) ?? refuse('not-found');
  return inTransaction(shop, { actor, once: once(`change-order:${orderId}`, key, input) }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId)) ?? refuse('not-found');
    const facts = (await orderFacts(tx, orderId)) ?? refuse('not-found');
    const { wish } = input;
    const planned = planChange(facts, wish, await lookAround(tx, shop, facts, wish));
    if (sealOf(planned.effect) !== input.seal) refuse('stale-version');

    const stream = orderStream(order);
    const change: ChangeToMake = { id: shop.newId(), wish, ...planned, at: shop.now() };
    const making = { shop, actor, order, facts, stream, change };
    const costsMore = planned.effect.more?.how === 'now';
    const context = { costsMore, isUndoable: planned.effect.isUndoable };
    const state = advance(orderChangeMachine, { state: 'requested', context }, { type: 'confirm' });
    const toPay = state === 'awaiting_payment';
    if (toPay) await ask(tx, record, making);
    else await make(tx, record, making);
    return { changeId: change.id, toPay };
  });
}

async function make(tx: Tx, record: Recorder, making: Making): Promise<void> {
  const { order, stream, change, actor } = making;
  const { id, effect, policy, reason, parcels, at, wish } = change;
  const undoUntil = effect.isUndoable ? new Date(at.getTime() + UNDO_MS) : null;
  const told = { changeId: id, kind: wish.kind, reason, effect, policy, undoUntil: undoUntil?.toISOString() ?? null };
  record(stream.next({ type: 'change.made', ...told }));
  const { undo, life } = await makeChange(tx, record, making);
  const row = { id, orderId: order.id, kind: wish.kind, wish, effect, policy, reason, parcels, at, undoUntil };
  await insertChange(tx, { ...row, state: 'confirmed', actor, undo: undoUntil && undo });
  await saveOrder(tx, order.id, { version: stream.version, at, life });
}

/** The bank is asked by whoever pays; until then the goods are kept, and nothing of the order is touched. */
async function ask(tx: Tx, record: Recorder, { shop, actor, order, facts, stream, change }: Making): Promise<void> {
  const { id, effect, policy, reason, parcels, at, choice, units } = change;
  const wish = change.wish as PaidWish;
  const payBy = new Date(at.getTime() + PAY_WITHIN_MS);
  record(stream.next({ type: 'change.asked', changeId: id, kind: wish.kind, effect, policy, payBy: payBy.toISOString() }));
  const wanted = effect.taken.map(({ variantId, nodeId, units: quantity }) => ({ id: shop.newId(), variantId, nodeId, quantity }));
  const channel = await orderChannel(tx, order.id);
  if (choice?.counted && units.length > 0) {
    const held = { changeId: id, channel, currency: order.currency, country: facts.country, units: wanted, until: payBy, at };
    record(...(await holdForChange(tx, held)));
  }
  const { method, kind } = wish;
  const amountMinor = effect.more?.amountMinor ?? 0;
  const { events } = await askForMore(tx, {
    order,
    changeId: id,
    amountMinor,
    method,
    isInstead: kind === 'payment',
    payBy,
    stream,
    at,
    newId: shop.newId
  });
  record(...events);
  const row = { id, orderId: order.id, kind: wish.kind, wish, effect, policy, reason, parcels, at, undoUntil: null, undo: null };
  await insertChange(tx, { ...row, state: 'awaiting_payment', actor });
  await saveOrder(tx, order.id, { version: stream.version, at });
}
