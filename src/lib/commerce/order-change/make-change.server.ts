import { bindLines } from '#db/queries/ended-parcels.ts';
import { setOrderNote, type OrderHead } from '#db/queries/orders.ts';
import { addLine } from '#db/queries/swapped-lines.ts';
import type { Tx } from '#db/client.ts';
import type { Recorder } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { lifeAfter } from '../orders/order-life.ts';
import { orderLifeMachine, type OrderLifeState } from '../orders/order-life.machine.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import { askForMore } from '../payments/ask-for-more.server.ts';
import { oweBack } from '../payments/owe-back.server.ts';
import { callOffUnits } from './call-off-units.server.ts';
import { takenLines } from './cancel-effect.ts';
import { sendElsewhere } from './send-elsewhere.server.ts';
import { causeOf, type OrderChange, type UndoPlan } from './order-change.ts';
import type { OrderFacts } from './order-facts.ts';
import { statesAfter } from './parcels-after.ts';
import type { PlannedChange } from './plan-change.ts';
import { swapPrice } from './swap-effect.ts';

export type ChangeToMake = Pick<OrderChange, 'id' | 'wish' | 'at'> & PlannedChange;
export type Making = { shop: Shop; actor: Actor; order: OrderHead; facts: OrderFacts; stream: OrderStream; change: ChangeToMake };
type Made = { undo: UndoPlan; life: OrderLifeState };

/** A step of a command, under the order's lock: what was planned happens. `undo` is what is needed to take it back. */
export async function makeChange(tx: Tx, record: Recorder, making: Making): Promise<Made> {
  const { order, facts, change } = making;
  if (change.wish.kind === 'cancel') return cancel(tx, record, making);
  if (change.wish.kind === 'swap') return swap(tx, record, making);
  if (change.wish.kind === 'address') return address(tx, record, making);
  if (change.wish.kind === 'payment') return payOtherwise(tx, record, making);
  await setOrderNote(tx, order.id, change.wish.note);
  return { undo: { ended: [], before: { note: facts.note } }, life: order.life };
}

async function address(tx: Tx, record: Recorder, { shop, order, facts, stream, change }: Making): Promise<Made> {
  const { wish, sent, at } = change;
  if (wish.kind !== 'address' || !sent) throw new Error('order-change: no address was planned');
  const contact = { email: facts.contact?.email ?? '', name: wish.name, phone: wish.phone };
  const before = { contact: facts.contact, address: facts.address };
  const to = { contact, address: sent.address };
  const { arrivals, parcelIds } = sent;
  const undo = await sendElsewhere(tx, record, { shop, orderId: order.id, stream, at, to, before, arrivals, parcelIds });
  return { undo, life: order.life };
}

async function cancel(tx: Tx, record: Recorder, { shop, actor, order, facts, stream, change }: Making): Promise<Made> {
  const { effect, units, at, policy, id } = change;
  const ended = await callOffUnits(tx, record, { shop, facts, units, stream, reason: 'cancelled', at });
  const undo = { ended, before: {} };
  if (order.life === 'placed') {
    // What a bank still takes for it goes back by itself: it is the answer to an order that ended.
    record(stream.next({ type: 'order.cancelled', reason: 'cancelled' }));
    return {
      undo,
      life: advance(orderLifeMachine, { state: order.life, context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'cancel' })
    };
  }
  const parts = { goodsMinor: effect.goodsMinor, deliveryMinor: effect.deliveryMinor };
  const owing = {
    orderId: order.id,
    cause: causeOf({ id, kind: 'cancel' }),
    reason: 'cancelled' as const,
    parts,
    policy: policy ?? undefined
  };
  record(...(await oweBack(tx, { ...owing, actor, stream, at, newId: shop.newId })));
  // An order of which nothing is left ends when that cannot be taken back any more.
  const life = effect.isEnd ? order.life : lifeAfter(order.life, statesAfter(facts, units));
  if (life === 'completed') record(stream.next({ type: 'order.completed' }));
  return { undo, life };
}

/** The old line's worth pays for the new one; what is more is paid by now, or with the rest in cash, and what is less goes back. */
async function swap(tx: Tx, record: Recorder, { shop, actor, order, facts, stream, change }: Making): Promise<Made> {
  const { units, choice, at, policy, id, effect } = change;
  if (!choice) refuse('not-same-product');
  const lines = takenLines(facts, units);
  const [first] = lines;
  if (!first) refuse('nothing-asked');
  const unitPriceMinor = swapPrice(choice, first.line.unitPriceMinor);
  const raisedMinor = effect.more?.how === 'when-handed-over' ? effect.more.amountMinor : 0;
  if (raisedMinor > 0) await raise(tx, { shop, order, id, raisedMinor, stream, at });

  const ended = await callOffUnits(tx, record, { shop, facts, units, stream, reason: 'swapped', fillsAgain: true, at });
  const orderLineId = shop.newId();
  const { variantId, title, options, sku, imageSrc } = choice;
  const quantities = Map.groupBy(lines, ({ parcel }) => parcel.id);
  const parcels = [...quantities].map(([parcelId, some]) => {
    return { fulfilmentLineId: shop.newId(), parcelId, quantity: some.reduce((sum, { quantity }) => sum + quantity, 0) };
  });
  await addLine(tx, { id: orderLineId, orderId: order.id, variantId, title, options, sku, imageSrc, unitPriceMinor, parcels });
  const { events, gone } = await bindLines(tx, { parcelIds: parcels.map(({ parcelId }) => parcelId), at });
  if (gone !== null) refuse('out-of-stock', [title, ...options].join(', '));
  record(...events);

  const paidMinor = lines.reduce((sum, { line, quantity }) => sum + quantity * line.unitPriceMinor, 0);
  const newMinor = lines.reduce((sum, { quantity }) => sum + quantity * unitPriceMinor, 0);
  const owing = { orderId: order.id, cause: causeOf({ id, kind: 'swap' }), reason: 'swapped' as const, policy: policy ?? undefined };
  const sums = { parts: { goodsMinor: paidMinor }, nettedMinor: Math.min(paidMinor, newMinor) };
  record(...(await oweBack(tx, { ...owing, ...sums, actor, stream, at, newId: shop.newId })));
  return { undo: { ended, before: {}, swap: { orderLineId, raisedMinor } }, life: order.life };
}

/** The other payment is there by now: what it is instead of goes back, and of itself only what the order costs less meanwhile. */
async function payOtherwise(tx: Tx, record: Recorder, { shop, actor, order, stream, change }: Making): Promise<Made> {
  const { id, at, policy, effect } = change;
  const owing = {
    orderId: order.id,
    cause: causeOf({ id, kind: 'payment' }),
    reason: 'paid-otherwise' as const,
    policy: policy ?? undefined
  };
  const parts = { goodwillMinor: effect.more?.amountMinor ?? 0 };
  const ranked = { changeId: id, comes: 'last' as const };
  record(...(await oweBack(tx, { ...owing, parts, ranked, actor, stream, at, newId: shop.newId })));
  return { undo: { ended: [], before: {} }, life: order.life };
}

type Raising = Pick<Making, 'shop' | 'order' | 'stream'> & { id: string; raisedMinor: number; at: Date };

async function raise(tx: Tx, { shop, order, id: changeId, raisedMinor: amountMinor, stream, at }: Raising): Promise<void> {
  const { way } = await askForMore(tx, { order, changeId, amountMinor, method: 'upi', payBy: at, stream, at, newId: shop.newId });
  if (way !== 'raised') refuse('stale-version');
}
