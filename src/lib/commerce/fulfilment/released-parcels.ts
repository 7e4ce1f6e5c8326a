import type { Parcel } from '#db/queries/fulfilment.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import type { FulfilmentOrderState } from './fulfilment-order.machine.ts';
import { movedBy } from './parcel.ts';

export type ReleasedParcel = { id: string; state: FulfilmentOrderState };

/** The parcels of a confirmed order that may be worked on now, with their events. What is carried out is handed over by whoever stands at the till. */
export function releasedParcels(parcels: readonly Parcel[], stream: OrderStream) {
  const waiting = parcels.filter(({ state, method }) => state === 'allocated' && method !== 'carry_out');
  const placed = waiting.flatMap(({ nodeId, ...parcel }) => (nodeId === null ? [] : [{ ...parcel, nodeId }]));
  return {
    moves: placed.map((parcel): ReleasedParcel => ({ id: parcel.id, state: movedBy(parcel, { type: 'release' }) })),
    events: placed.map(({ id, nodeId }) => stream.next({ type: 'fo.released', fulfilmentOrderId: id, nodeId }))
  };
}
