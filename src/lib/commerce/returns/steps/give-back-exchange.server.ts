import { heldParcels, exchangeLinesOf, setExchangeLine } from '#db/queries/exchanges.ts';
import { moveParcel, parcelsOf } from '#db/queries/fulfilment.ts';
import { withdrawCredit } from '#db/queries/order-changes.ts';
import { saveOrder } from '#db/queries/orders.ts';
import { paidOnTopOf } from '#db/queries/payments-on-top.ts';
import { moveReturn } from '#db/queries/returns.ts';
import { endHoldOfChange, removeLine } from '#db/queries/swapped-lines.ts';
import { advance } from '#lib/kernel/advance.ts';
import { movedBy } from '../../fulfilment/parcel.ts';
import { lifeAfter } from '../../orders/order-life.ts';
import { oweBack } from '../../payments/owe-back.server.ts';
import type { ExchangeGivenBack } from '../exchange/exchange.events.ts';
import { exchangeMachine } from '../exchange/exchange.machine.ts';
import { exchangeCause } from './hold-exchange.server.ts';
import type { ReturnTurn } from './in-return.server.ts';

/** By the books: what was paid on top for it, whether or not that is all of it. */
export async function paidOnTop({ tx, order, found }: ReturnTurn): Promise<number> {
  return found.exchangeMoreMinor === 0 ? 0 : paidOnTopOf(tx, order.id, found.id);
}

/**
 * A step of a turn: the return ends before its moment, so what was to come instead is for sale again, the order is as it was, and what was paid on top
 * is owed back. Nothing where nothing was exchanged, or where it went out before.
 */
export async function giveBackExchange(turn: ReturnTurn, reason: ExchangeGivenBack['reason']): Promise<void> {
  const { tx, record, found, stream, at } = turn;
  if (found.exchangeState !== 'held' && found.exchangeState !== 'awaiting_payment') return;
  const state = advance(exchangeMachine, { state: found.exchangeState, context: { costsMore: false } }, { type: 'give-back' });
  if (state !== 'given_back') throw new Error(`exchange of ${found.id} is ${state}`);
  await moveReturn(tx, found.id, { exchangeState: state });
  if (found.exchangeState === 'held') await unmake(turn);
  else record(...(await endHoldOfChange(tx, found.id, at)));
  record(stream.next({ type: 'exchange.given_back', returnId: found.id, reason }));
  await owePaidOnTop(turn);
}

/** The new lines go with their parcels, and what comes back pays for nothing any more. */
export async function unmake(turn: ReturnTurn): Promise<void> {
  const { tx, record, order, found, stream, at } = turn;
  const parcels = await heldParcels(tx, { orderId: order.id, returnId: found.id });
  await withdrawCredit(tx, order.id, exchangeCause(found.id));
  for (const { lineId, orderLineId } of await exchangeLinesOf(tx, found.id)) {
    if (orderLineId === null) continue;
    // oxlint-disable-next-line no-await-in-loop -- a handful of lines, under one lock
    await setExchangeLine(tx, lineId, null);
    // oxlint-disable-next-line no-await-in-loop -- as above
    record(...(await removeLine(tx, { orderId: order.id, lineId: orderLineId, at })));
  }
  for (const parcel of parcels) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'cancel' }));
    record(stream.next({ type: 'fo.cancelled', fulfilmentOrderId: parcel.id, nodeId: parcel.nodeId, reason: 'exchange-ended' }));
  }
  const states = (await parcelsOf(tx, order.id)).map(({ state }) => state);
  const life = lifeAfter(order.life, states);
  if (life !== order.life) {
    record(stream.next({ type: 'order.completed' }));
    await saveOrder(tx, order.id, { version: stream.version, at, life });
  }
}

/** Once, whatever ended it: also what was paid at the very moment of its end. It goes back to what it was paid with. */
export async function owePaidOnTop(turn: ReturnTurn): Promise<void> {
  const { tx, record, order, found, stream, actor, at, shop } = turn;
  const goodwillMinor = await paidOnTop(turn);
  if (goodwillMinor === 0) return;
  const about = {
    orderId: order.id,
    cause: `exchange-paid:${found.id}`,
    reason: 'not-filled' as const,
    returnId: found.id,
    policy: found.policy
  };
  const owing = { ...about, parts: { goodwillMinor }, ranked: { changeId: found.id, comes: 'first' as const } };
  record(...(await oweBack(tx, { ...owing, actor, stream, at, newId: shop.newId })));
}
