import { splitOff } from '#db/queries/ended-parcels.ts';
import { releaseAllocations } from '#db/queries/allocations.ts';
import { moveParcel } from '#db/queries/fulfilment.ts';
import { endOpenChoice } from '#db/queries/parcel-choices.ts';
import { insertPromise, newestPromise } from '#db/queries/promises.ts';
import type { Tx } from '#db/client.ts';
import type { Recorder } from '#db/transaction.ts';
import type { Shop } from '#lib/server/shop.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import type { TakenUnits } from '../policies/changeable-order.ts';
import { isEmptied } from './cancel-effect.ts';
import type { EndedParcel } from './order-change.ts';
import type { FactParcel, OrderFacts } from './order-facts.ts';

/** `fillsAgain`: something else comes into the same parcels, so none of them ends itself. */
type CallingOff = {
  shop: Shop;
  facts: OrderFacts;
  units: readonly TakenUnits[];
  stream: OrderStream;
  reason: string;
  fillsAgain?: boolean;
  at: Date;
};

/**
 * A step of a command, under the order's lock: these units are no longer sent. A parcel of which all is called off ends; of another a part
 * becomes a parcel that has ended. What was bound for them is free again.
 */
export async function callOffUnits(tx: Tx, record: Recorder, calling: CallingOff): Promise<EndedParcel[]> {
  const { facts, units, stream, reason, fillsAgain = false, at } = calling;
  const touched = facts.parcels.filter(({ id }) => units.some(({ parcelId }) => parcelId === id));
  const ended: EndedParcel[] = [];
  for (const parcel of touched) {
    // oxlint-disable-next-line no-await-in-loop -- under one lock, one after the other
    const one = isEmptied(parcel, units) && !fillsAgain ? await endWhole(tx, parcel, calling) : await endPart(tx, parcel, calling);
    record(stream.next({ type: 'fo.cancelled', fulfilmentOrderId: one.parcelId, nodeId: parcel.nodeId, reason }));
    ended.push(one);
  }
  record(...(await releaseAllocations(tx, { parcelIds: ended.map(({ parcelId }) => parcelId), at })));
  return ended;
}

async function endWhole(tx: Tx, { id, state, method, lines }: FactParcel, { shop, facts, reason, at }: CallingOff): Promise<EndedParcel> {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const isAsked = state === 'unfillable';
  await moveParcel(tx, id, movedBy({ state, method, units }, { type: isAsked ? 'auto-cancel' : 'cancel' }));
  if (isAsked) await endOpenChoice(tx, id, { state: 'chosen', chosen: 'refund', at });
  const last = await newestPromise(tx, id);
  if (last) {
    const waived = { ...last, id: shop.newId(), orderId: facts.id, fulfilmentOrderId: id, number: last.number + 1 };
    await insertPromise(tx, { ...waived, state: 'waived', reason, detail: '', inputs: {}, at });
  }
  return { parcelId: id, from: null };
}

async function endPart(tx: Tx, { id }: FactParcel, { shop, units, at }: CallingOff): Promise<EndedParcel> {
  const parcelId = shop.newId();
  const off = units.filter((one) => one.parcelId === id);
  const rows = off.map(({ fulfilmentLineId: lineId, quantity }) => ({
    lineId,
    quantity,
    newLineId: shop.newId(),
    newAllocationId: shop.newId()
  }));
  await splitOff(tx, { from: id, to: parcelId, at, units: rows });
  return { parcelId, from: id };
}
