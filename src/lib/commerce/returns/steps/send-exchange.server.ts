import { bindLines } from '#db/queries/ended-parcels.ts';
import { bringToCounter, heldParcels } from '#db/queries/exchanges.ts';
import { consumeAllocations, releaseAllocations } from '#db/queries/allocations.ts';
import { moveParcel, parcelsOf, type Parcel } from '#db/queries/fulfilment.ts';
import { parcelToMove } from '#db/queries/move-parcel.ts';
import { saveOrder } from '#db/queries/orders.ts';
import { setPlaceOfParcel } from '#db/queries/parcel-place.ts';
import { insertPromise } from '#db/queries/promises.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { movedBy } from '../../fulfilment/parcel.ts';
import { lifeAfter } from '../../orders/order-life.ts';
import { orderLifeMachine } from '../../orders/order-life.machine.ts';
import { goingNow, type Going } from '../exchange/exchange-plan.ts';
import type { ReturnTurn } from './in-return.server.ts';

/** A step of a turn: its parcels go out, each with its first promise, or over the counter at once. An order that was at its end goes on with it. */
export async function sendExchange(turn: ReturnTurn, units: number): Promise<void> {
  const { tx, record, order, found, stream, at, handsOutAt = null } = turn;
  record(stream.next({ type: 'exchange.released', returnId: found.id, units, isHandedOut: handsOutAt !== null }));
  for (const parcel of await heldParcels(tx, { orderId: order.id, returnId: found.id })) {
    // oxlint-disable-next-line no-await-in-loop -- under one lock, one after the other
    await (handsOutAt === null ? send(turn, parcel) : handOut(turn, parcel, handsOutAt));
  }
  const goesOn = order.life === 'completed' ? reopened(order.life) : order.life;
  const life = lifeAfter(
    goesOn,
    (await parcelsOf(tx, order.id)).map(({ state }) => state)
  );
  if (life === order.life) return;
  if (life === 'completed') record(stream.next({ type: 'order.completed' }));
  await saveOrder(tx, order.id, { version: stream.version, at, life });
}

const reopened = (state: 'completed') =>
  advance(orderLifeMachine, { state, context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'more-comes' });

async function send(turn: ReturnTurn, parcel: Parcel): Promise<void> {
  const { tx, record, stream, at, shop } = turn;
  const known = (await parcelToMove(tx, parcel.id)) ?? refuse('not-found');
  const going = goingNow(known, { holidays: shop.holidays(known.order.country, at), at });
  const state = movedBy(parcel, { type: 'release' }, { type: 'release' });
  const nodeId = going?.nodeId ?? parcel.nodeId ?? refuse('not-allowed', 'nowhere');
  const isElsewhere = nodeId !== parcel.nodeId;
  if (isElsewhere) record(...(await releaseAllocations(tx, { parcelIds: [parcel.id], at })));
  if (going) await promised(turn, parcel, going);
  await moveParcel(tx, parcel.id, state);
  if (isElsewhere) await bindThere(turn, parcel, nodeId);
  record(stream.next({ type: 'fo.released', fulfilmentOrderId: parcel.id, nodeId }));
}

/** Where it was to come from is shut by now. */
async function bindThere({ tx, record, stream, at }: ReturnTurn, parcel: Parcel, nodeId: string): Promise<void> {
  const { events, gone } = await bindLines(tx, { parcelIds: [parcel.id], at });
  if (gone !== null) refuse('out-of-stock', gone);
  record(...events);
  const moved = { fulfilmentOrderId: parcel.id, fromNodeId: parcel.nodeId ?? '', nodeId, reason: 'node-down', isSplit: false };
  record(stream.next({ type: 'fo.rerouted', ...moved }));
}

/** The first day that is said of it: as long as it waited there was none. */
async function promised({ tx, record, order, stream, shop, at }: ReturnTurn, parcel: Parcel, going: Going): Promise<void> {
  const { nodeId, metres, why } = going;
  const { deliverFrom, deliverUntil, shipBy, steps, ruleVersion } = going.promised;
  const plan = { shipBy: shipBy.toISOString(), distanceMetres: Math.round(metres) };
  await setPlaceOfParcel(tx, { parcelId: parcel.id, nodeId, service: steps.service, plan, state: parcel.state });
  const about = { orderId: order.id, fulfilmentOrderId: parcel.id, number: 1 };
  const version = { ...about, id: shop.newId(), state: 'committed' as const, reason: '', detail: '', at };
  await insertPromise(tx, { ...version, deliverFrom, deliverUntil, ruleVersion, inputs: { ...steps, ...why } });
  const window = { number: 1, deliverFrom: deliverFrom.toISOString(), deliverUntil: deliverUntil.toISOString(), reason: '' };
  record(stream.next({ type: 'promise.committed', fulfilmentOrderId: parcel.id, ...window }));
}

/** From the shelf of this counter, wherever it was to come from. Refuses `out-of-stock` when it does not lie there. */
async function handOut({ tx, record, order, stream, shop, actor, at }: ReturnTurn, parcel: Parcel, nodeId: string): Promise<void> {
  if (parcel.nodeId !== nodeId) record(...(await releaseAllocations(tx, { parcelIds: [parcel.id], at })));
  await bringToCounter(tx, parcel.id, nodeId);
  const { events, gone } = await bindLines(tx, { parcelIds: [parcel.id], at });
  if (gone !== null) refuse('out-of-stock', gone);
  const here = { ...parcel, method: 'pickup' as const };
  const packed = movedBy(
    here,
    { type: 'release' },
    { type: 'release' },
    { type: 'accept' },
    { type: 'picked', verifiedUnits: parcel.units }
  );
  // Who stands there is known by what they brought: they need no code.
  await moveParcel(tx, parcel.id, movedBy({ ...here, state: packed }, { type: 'ready' }, { type: 'collect', codeMatches: true }));
  record(...events, stream.next({ type: 'fo.collected', fulfilmentOrderId: parcel.id, nodeId }));
  const taken = { parcelIds: [parcel.id], at, kind: 'collected' as const, orderId: order.id, actor, newId: shop.newId };
  record(...(await consumeAllocations(tx, taken)));
}
