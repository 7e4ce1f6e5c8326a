import type { TrackedOrder } from './tracked-order.ts';

/** From the vehicle to the door nobody reads wishes any more. */
const REACHABLE = new Set(['pre_transit', 'in_transit', 'exception', 'attempt_failed']);

type Asked = Pick<TrackedOrder['parcels'][number], 'id' | 'state' | 'method' | 'shipmentState' | 'goesTo'>;
type At = { orderKey: string; life: TrackedOrder['life']; takesWishes: boolean };

/** Where a parcel is asked for in another way: any before somebody begins with it, and on the way what its carrier can be told. */
export function changePathOf({ id, state, method, shipmentState, goesTo }: Asked, { orderKey, life, takesWishes }: At): string | undefined {
  const isUnbegun = life === 'confirmed' && method !== 'carry_out' && (state === 'allocated' || state === 'released');
  const isReachable = state === 'shipped' && goesTo === null && takesWishes && REACHABLE.has(shipmentState ?? '');
  return isUnbegun || isReachable ? `/orders/${orderKey}/change/${id}` : undefined;
}
