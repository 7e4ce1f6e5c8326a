import { bindLines, openLike, putBack } from '#db/queries/ended-parcels.ts';
import { findParcel } from '#db/queries/fulfilment.ts';
import { endChange, findChange, lowerPending, withdrawCredit } from '#db/queries/order-changes.ts';
import { lockOrder, saveOrder, setOrderNote } from '#db/queries/orders.ts';
import { removeLine } from '#db/queries/swapped-lines.ts';
import { insertPromise, promiseVersions } from '#db/queries/promises.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { CommerceEvent } from '../events.ts';
import { orderStream, type OrderStream } from '../orders/order-stream.ts';
import { oweBack } from '../payments/owe-back.server.ts';
import { causeOf, type EndedParcel, type OrderChange, type SwapMade, type UndoPlan } from './order-change.ts';
import { sendAsBefore } from './send-elsewhere.server.ts';
import { orderChangeMachine } from './order-change.machine.ts';

export type UndoChange = { orderKey: string; changeId: string };

/**
 * Takes a change back, exactly: the same things from the same places for the same days, and the money stays paid; what a gift card or credit paid on top
 * goes back on it. Undone twice is undone once.
 * Refuses `not-found`, `not-allowed` when it cannot be taken back (any more), `out-of-stock` when somebody else has them by now, `in-progress`
 * when the money is on its way already.
 */
export async function undoChange(shop: Shop, actor: Actor, input: UndoChange): Promise<void> {
  const orderId = shop.keys.open('order', input.orderKey) ?? refuse('not-found');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId)) ?? refuse('not-found');
    const change = await findChange(tx, input.changeId);
    if (change?.orderId !== orderId) refuse('not-found');
    if (change.state === 'undone') return;
    const at = shop.now();
    const { undo, undoUntil, id, kind } = change;
    const isUndoable = undoUntil !== null && undoUntil > at && order.life === 'confirmed';
    const state = advance(orderChangeMachine, { state: change.state, context: { costsMore: false, isUndoable } }, { type: 'undo' });
    if (!undo || state !== 'undone') refuse('not-allowed');
    await refuseBegun(tx, undo);
    const stream = orderStream(order);
    if (!(await withdrawCredit(tx, orderId, causeOf(change)))) refuse('in-progress');
    if (undo.swap) record(...(await unswap(tx, orderId, undo.swap, at)));
    await givePaidBack(tx, record, { shop, actor, change, undo, stream, at });
    if (undo.sent) await sendAsBefore(tx, record, { shop, orderId, stream, at, sent: undo.sent });
    await refill(tx, record, { shop, change, undo, stream, at });
    await endChange(tx, id, { state, at, by: actor });
    record(stream.next({ type: 'change.undone', changeId: id, kind }));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

/** Asked before anything is undone: of a parcel that came, things may be on their way back by now, and their lines stay. */
async function refuseBegun(tx: Tx, { ended }: UndoPlan): Promise<void> {
  for (const { from } of ended) {
    // oxlint-disable-next-line no-await-in-loop -- under one lock, one after the other
    const parcel = from === null ? undefined : await findParcel(tx, from);
    if (from !== null && parcel?.state !== 'allocated' && parcel?.state !== 'released') refuse('not-allowed', 'begun');
  }
}

/** What came instead goes first, and with it what is to be paid for it. */
async function unswap(tx: Tx, orderId: string, { orderLineId, raisedMinor }: SwapMade, at: Date): Promise<CommerceEvent[]> {
  if (raisedMinor > 0 && !(await lowerPending(tx, orderId, raisedMinor))) refuse('in-progress');
  return removeLine(tx, { orderId, lineId: orderLineId, at });
}

type Refilling = { shop: Shop; change: OrderChange; undo: UndoPlan; stream: OrderStream; at: Date };

/** On the gift card or credit that paid it. */
async function givePaidBack(tx: Tx, record: Recorder, { shop, actor, change, undo, stream, at }: Refilling & { actor: Actor }) {
  const goodwillMinor = undo.swap?.paidMinor ?? 0;
  if (goodwillMinor === 0) return;
  const { id, orderId, policy } = change;
  const owing = { orderId, cause: `undone:${id}`, reason: 'undone' as const, parts: { goodwillMinor }, policy: policy ?? undefined };
  const ranked = { changeId: id, comes: 'first' as const };
  record(...(await oweBack(tx, { ...owing, ranked, actor, stream, at, newId: shop.newId })));
}

async function refill(tx: Tx, record: Recorder, refilling: Refilling): Promise<void> {
  const { note } = refilling.undo.before;
  if (note !== undefined) await setOrderNote(tx, refilling.change.orderId, note);
  const filled: string[] = [];
  for (const ended of refilling.undo.ended) {
    // oxlint-disable-next-line no-await-in-loop -- under one lock, one after the other
    filled.push(ended.from === null ? await openAgain(tx, ended, refilling) : await mergeAgain(tx, ended.parcelId, ended.from));
  }
  const { events, gone } = await bindLines(tx, { parcelIds: filled, at: refilling.at });
  if (gone !== null) refuse('out-of-stock', gone);
  record(...events);
}

async function mergeAgain(tx: Tx, parcelId: string, from: string): Promise<string> {
  await putBack(tx, { ended: parcelId, into: from });
  return from;
}

/** What has ended stays so: another parcel like it is opened, with its first promise and its last. */
async function openAgain(tx: Tx, { parcelId }: EndedParcel, { shop, change, at }: Refilling): Promise<string> {
  const id = shop.newId();
  const ended = await findParcel(tx, parcelId);
  const collectCode = ended?.method === 'pickup' ? shop.newCode(6) : null;
  await openLike(tx, { ended: parcelId, id, collectCode, at });
  const dated = (await promiseVersions(tx, parcelId)).filter(({ state }) => state === 'committed' || state === 'revised');
  const [first, last] = [dated[0], dated.at(-1)];
  if (!first || !last) return id;
  const of = { orderId: change.orderId, fulfilmentOrderId: id, detail: '' };
  await insertPromise(tx, { ...first, ...of, id: shop.newId(), number: 1 });
  if (last.number !== first.number) await insertPromise(tx, { ...last, ...of, id: shop.newId(), number: 2 });
  return id;
}
