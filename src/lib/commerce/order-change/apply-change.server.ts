import { confirmChange, endChange, findChange } from '#db/queries/order-changes.ts';
import { orderFacts } from '#db/queries/order-facts.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { paidOnTopOf, takenElsewhere } from '#db/queries/payments-on-top.ts';
import { swapChoices } from '#db/queries/swap-facts.ts';
import { endHoldOfChange } from '#db/queries/swapped-lines.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal, refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { oweBack } from '../payments/owe-back.server.ts';
import { makeChange } from './make-change.server.ts';
import { orderChangeMachine } from './order-change.machine.ts';
import type { ChangeEffect } from './change-effect.ts';
import { causeOf, UNDO_MS, type OrderChange, type UndoPlan } from './order-change.ts';
import type { OrderFacts } from './order-facts.ts';
import { planChange, type PlannedChange } from './plan-change.ts';

const PAID = { costsMore: true, isUndoable: false };

/**
 * What a change costs more was paid: now it is made, for the price that was shown. Runs as a job, so perhaps twice. Where it cannot be made any
 * more, all stays as it was and the difference is owed back.
 */
export async function applyChange(shop: Shop, actor: Actor, input: { changeId: string }): Promise<void> {
  const found = await findChange(shop.db, input.changeId);
  if (found?.state !== 'awaiting_payment') return;
  try {
    await inTransaction(shop, { actor }, async (tx, record) => make(tx, record, { shop, actor, found }));
  } catch (fault) {
    if (!isRefusal(fault)) throw fault;
    await inTransaction(shop, { actor }, async (tx, record) => giveUp(tx, record, { shop, actor, found }));
  }
}

/** It was not paid in time: what was kept for it is free again. Runs as a job, so perhaps twice. */
export async function lapseChange(shop: Shop, actor: Actor, input: { changeId: string }): Promise<void> {
  const found = await findChange(shop.db, input.changeId);
  if (found?.state !== 'awaiting_payment') return;
  await inTransaction(shop, { actor }, async (tx, record) => giveUp(tx, record, { shop, actor, found, isUnpaid: true }));
}

/** By the books and not by whoever calls: of what a bank took nothing is forgotten, and nothing is made that it did not take. */
async function paidOf(tx: Tx, { orderId, id, effect }: OrderChange): Promise<{ paidMinor: number; isPaid: boolean }> {
  const paidMinor = await paidOnTopOf(tx, orderId, id);
  return { paidMinor, isPaid: paidMinor > 0 && paidMinor >= (effect.more?.amountMinor ?? 0) };
}

type Applying = { shop: Shop; actor: Actor; found: OrderChange };

async function make(tx: Tx, record: Recorder, { shop, actor, found }: Applying): Promise<void> {
  const order = (await lockOrder(tx, found.orderId)) ?? refuse('not-found');
  const change = await findChange(tx, found.id);
  if (change?.state !== 'awaiting_payment' || !(await paidOf(tx, change)).isPaid) return;
  const at = shop.now();
  record(...(await endHoldOfChange(tx, change.id, at)));
  const facts = (await orderFacts(tx, order.id)) ?? refuse('not-found');
  const { wish, effect, policy, reason, id, kind } = change;
  const planned = { ...(await planPaid(tx, facts, change)), effect, policy };
  const stream = orderStream(order);
  // What a bank took is not taken back by one press; a balance of ours gives back what it gave.
  const undoUntil = (await takenElsewhere(tx, order.id, id)) ? null : new Date(at.getTime() + UNDO_MS);
  record(stream.next({ type: 'change.made', changeId: id, kind, reason, effect, policy, undoUntil: undoUntil?.toISOString() ?? null }));
  advance(orderChangeMachine, { state: change.state, context: PAID }, { type: 'pay' });
  const { undo, life } = await makeChange(tx, record, { shop, actor, order, facts, stream, change: { id, wish, at, ...planned } });
  await confirmChange(tx, id, undoUntil && { undoUntil, undo: withPaid(undo, effect) });
  await saveOrder(tx, order.id, { version: stream.version, at, life });
}

const withPaid = ({ swap, ...undo }: UndoPlan, { more }: ChangeEffect): UndoPlan =>
  swap ? { ...undo, swap: { ...swap, paidMinor: more?.amountMinor ?? 0 } } : undo;

/** Whatever the prices are by now, it costs what was shown; and what was paid for it is not among what it is instead of. */
async function planPaid(tx: Tx, facts: OrderFacts, { id, wish, effect }: OrderChange): Promise<PlannedChange> {
  const payments = facts.payments.filter(({ changeId }) => changeId !== id);
  const before = { ...facts, payments, isPaidAnew: false };
  if (wish.kind !== 'swap') return planChange(before, wish, {});
  const paid = facts.parcels.flatMap(({ lines }) => lines).find((line) => line.orderLineId === wish.orderLineId);
  const quotedMinor = (paid?.unitPriceMinor ?? 0) + effect.goodsMinor / wish.quantity;
  const choices = (await swapChoices(tx, facts.id)).map((one) => ({ ...one, priceMinor: quotedMinor, ownPriceMinor: null }));
  return planChange(facts, wish, { choices });
}

async function giveUp(
  tx: Tx,
  record: Recorder,
  { shop, actor, found, isUnpaid = false }: Applying & { isUnpaid?: boolean }
): Promise<void> {
  const order = (await lockOrder(tx, found.orderId)) ?? refuse('not-found');
  const change = await findChange(tx, found.id);
  if (change?.state !== 'awaiting_payment') return;
  const { paidMinor, isPaid } = await paidOf(tx, change);
  if (isPaid === isUnpaid) return;
  const at = shop.now();
  const stream = orderStream(order);
  advance(orderChangeMachine, { state: change.state, context: PAID }, { type: 'lapse' });
  record(...(await endHoldOfChange(tx, change.id, at)));
  await endChange(tx, change.id, { state: 'lapsed', at });
  record(stream.next({ type: 'change.lapsed', changeId: change.id, kind: change.kind }));
  // A part of it may have been paid by a gift card before the rest was not.
  if (paidMinor > 0) {
    const parts = { goodwillMinor: paidMinor };
    const reason = change.kind === 'payment' ? ('paid-otherwise' as const) : ('not-filled' as const);
    const owing = { orderId: order.id, cause: causeOf(change), reason, parts, policy: change.policy ?? undefined };
    const ranked = { changeId: change.id, comes: 'first' as const };
    record(...(await oweBack(tx, { ...owing, ranked, actor, stream, at, newId: shop.newId })));
  }
  await saveOrder(tx, order.id, { version: stream.version, at });
}
