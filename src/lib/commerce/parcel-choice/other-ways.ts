import { refuse } from '#lib/kernel/refusal.ts';
import { movedTo, type MovedParcel } from '../fulfilment/moved-parcel.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import { orderStream } from '../orders/order-stream.ts';
import type { Choosing } from './chosen-way.ts';
import { NEAR_METRES, waysOn, type UnfilledParcel, type WayOn } from './ways-on.ts';

const UNBEGUN: ReadonlySet<string> = new Set(['allocated', 'released']);

/** Whether its shopper may still change how it comes: its order is confirmed, and nobody has begun with it. */
const isChangeable = ({ state, method, isConfirmed }: Pick<UnfilledParcel, 'state' | 'method' | 'isConfirmed'>): boolean =>
  isConfirmed && UNBEGUN.has(state) && method !== 'carry_out';

/**
 * How a parcel that nobody has begun with could come instead: collected at stores nearby, or, of what is collected, brought. None of them is
 * dearer: bringing is offered only where the order pays for bringing already.
 */
export function otherWays(parcel: UnfilledParcel, asked: Pick<Choosing, 'holidays' | 'at'>): WayOn[] {
  const { nodeId, method } = parcel;
  if (nodeId === null || !isChangeable(parcel)) return [];
  const choice = { id: '', fromNodeId: nodeId, reason: 'chosen', missing: [], decideBy: asked.at.toISOString() };
  const excluded = method === 'pickup' ? [...parcel.excluded, nodeId] : parcel.excluded;
  const ways = waysOn({ ...parcel, choice, siblings: [], excluded }, asked);
  return ways.filter(({ kind, metres }) =>
    kind === 'collect' ? metres !== null && metres <= NEAR_METRES : method === 'pickup' && parcel.isBringingPaid
  );
}

/**
 * The parcel as it comes by its shopper's new wish: taken where it will lie as what it had is given back, with a new promise. Refuses
 * `not-allowed` once somebody has begun with it, `out-of-stock` when that way is not open by now.
 */
export function decideChanged(parcel: UnfilledParcel, { way: id, holidays, at, newId, newCode }: Choosing): MovedParcel {
  const { nodeId } = parcel;
  if (nodeId === null || !isChangeable(parcel)) refuse('not-allowed', parcel.state);
  const way = otherWays(parcel, { holidays, at }).find((one) => one.id === id);
  if (!way) refuse('out-of-stock');
  const stream = orderStream(parcel.order);
  const said = stream.next({ type: 'order.changed', fulfilmentOrderId: parcel.id, way: id });
  const state = movedBy(parcel, { type: 'reroute', toNode: way.nodeId });
  const why = { reason: 'chosen', detail: '', isAlwaysSaid: true, at, newId, newCode };
  const moved = movedTo(parcel, way.to, { ...why, fromNodeId: nodeId, state, excluded: parcel.excluded, stream });
  return { ...moved, events: [said, ...moved.events], asked: [], lost: [], answer: null };
}
