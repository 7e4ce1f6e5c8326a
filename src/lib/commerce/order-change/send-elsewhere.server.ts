import { bindLines } from '#db/queries/ended-parcels.ts';
import { releaseAllocations } from '#db/queries/allocations.ts';
import { setOrderAddress } from '#db/queries/orders.ts';
import { placeOfParcel, setPlaceOfParcel } from '#db/queries/parcel-place.ts';
import { insertPromise, newestPromise, promiseVersions, type PromiseVersion } from '#db/queries/promises.ts';
import type { Tx } from '#db/client.ts';
import type { Recorder } from '#db/transaction.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import type { NewArrival } from './address-effect.ts';
import type { SentTo, UndoPlan } from './order-change.ts';

const REASON = 'new-address';
const UNBEGUN: ReadonlySet<FulfilmentOrderState> = new Set(['unsourced', 'scheduled', 'on_hold', 'allocated', 'released', 'unfillable']);
/** Of these nothing is brought any more, wherever it was to go. */
const OVER: ReadonlySet<FulfilmentOrderState> = new Set(['cancelled', 'uncollected']);

type Sending = { shop: Shop; orderId: string; stream: OrderStream; at: Date };

/** A step of a command, under the order's lock: it goes to another door, each parcel from where that was planned. `undo` puts it back. */
export async function sendElsewhere(
  tx: Tx,
  record: Recorder,
  {
    to,
    before,
    arrivals,
    parcelIds,
    ...sending
  }: Sending & { to: SentTo; before: SentTo; arrivals: readonly NewArrival[]; parcelIds: string[] }
): Promise<UndoPlan> {
  await setOrderAddress(tx, sending.orderId, to);
  const parcels: NonNullable<UndoPlan['sent']>['parcels'] = [];
  for (const parcelId of parcelIds) {
    const arrival = arrivals.find((one) => one.parcelId === parcelId);
    // oxlint-disable-next-line no-await-in-loop -- under one lock, one after the other
    const was = await placeOfParcel(tx, parcelId);
    // oxlint-disable-next-line no-await-in-loop -- the same
    const number = (await newestPromise(tx, parcelId))?.number ?? null;
    parcels.push({ parcelId, nodeId: was.nodeId, service: was.service, plan: was.plan, promise: arrival ? number : null });
    // oxlint-disable-next-line no-await-in-loop -- the same
    if (arrival) await sendFrom(tx, record, { ...sending, parcelId, ...arrivalRow(arrival) });
  }
  return { ended: [], before: {}, sent: { ...before, parcels } };
}

/** Takes it back: to the same door, from the same places, for the same days. Refuses `not-allowed` once somebody has begun with it. */
export async function sendAsBefore(tx: Tx, record: Recorder, { sent, ...sending }: Sending & { sent: NonNullable<UndoPlan['sent']> }) {
  await setOrderAddress(tx, sending.orderId, sent);
  for (const { parcelId, nodeId, service, plan, promise } of sent.parcels) {
    // oxlint-disable-next-line no-await-in-loop -- under one lock, one after the other
    const { state } = await placeOfParcel(tx, parcelId);
    if (OVER.has(state)) continue;
    if (!UNBEGUN.has(state)) refuse('not-allowed', 'begun');
    // oxlint-disable-next-line no-await-in-loop -- the same
    const first = promise === null ? undefined : (await promiseVersions(tx, parcelId)).find(({ number }) => number === promise);
    // oxlint-disable-next-line no-await-in-loop -- the same
    if (nodeId !== null && first) await sendFrom(tx, record, { ...sending, parcelId, nodeId, service, plan, promised: first });
  }
}

const arrivalRow = ({ nodeId, promised, metres, why }: NewArrival): Omit<Place, 'parcelId'> => ({
  nodeId,
  service: promised.steps.service,
  plan: { shipBy: promised.shipBy.toISOString(), distanceMetres: Math.round(metres) },
  promised: { ...promised, inputs: { ...promised.steps, ...why } }
});

type Place = {
  parcelId: string;
  nodeId: string;
  service: string;
  plan: object;
  promised: Pick<PromiseVersion, 'deliverFrom' | 'deliverUntil' | 'ruleVersion' | 'inputs'>;
};

async function sendFrom(tx: Tx, record: Recorder, { shop, orderId, stream, at, promised, ...place }: Sending & Place): Promise<void> {
  const { parcelId, nodeId } = place;
  const was = await placeOfParcel(tx, parcelId);
  const isElsewhere = was.nodeId !== null && was.nodeId !== nodeId;
  if (isElsewhere) record(...(await releaseAllocations(tx, { parcelIds: [parcelId], at })));
  await setPlaceOfParcel(tx, { ...place, state: isElsewhere ? 'allocated' : was.state });
  if (isElsewhere) {
    const { events, gone } = await bindLines(tx, { parcelIds: [parcelId], at });
    if (gone !== null) refuse('out-of-stock', gone);
    record(...events);
    const moved = { fulfilmentOrderId: parcelId, fromNodeId: was.nodeId ?? '', nodeId, reason: REASON, isSplit: false };
    record(stream.next({ type: 'fo.rerouted', ...moved }));
  }
  const last = await newestPromise(tx, parcelId);
  if (!last) return;
  const { deliverFrom, deliverUntil, ruleVersion, inputs } = promised;
  const number = last.number + 1;
  const row = { id: shop.newId(), orderId, fulfilmentOrderId: parcelId, number, state: 'revised' as const, reason: REASON, detail: '', at };
  await insertPromise(tx, { ...row, deliverFrom, deliverUntil, ruleVersion, inputs });
  const window = { deliverFrom: deliverFrom.toISOString(), deliverUntil: deliverUntil.toISOString() };
  const earlier = { wasFrom: last.deliverFrom.toISOString(), wasUntil: last.deliverUntil.toISOString() };
  record(stream.next({ type: 'promise.revised', fulfilmentOrderId: parcelId, number, ...window, ...earlier, reason: REASON, detail: '' }));
}
