import { refuse } from '#lib/kernel/refusal.ts';
import { movedTo, type MovedParcel } from '../fulfilment/moved-parcel.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import { orderStream } from '../orders/order-stream.ts';
import { decideDelivery } from '../policies/decide-delivery.ts';
import { obey } from '../policies/obey.ts';
import { asItStands } from '../policies/past-requests.ts';
import type { Policy } from '../policies/policy.ts';
import type { Choosing } from './chosen-way.ts';
import { NEAR_METRES, waysOn, type UnfilledParcel, type WayOn } from './ways-on.ts';

/** `policy`: that of its order. */
export type Changing = Choosing & { policy: Policy };

const UNBEGUN: ReadonlySet<string> = new Set(['allocated', 'released']);

/** Whether its shopper may still change how it comes: its order is confirmed, and nobody has begun with it. */
const isChangeable = ({ state, method, isConfirmed }: Pick<UnfilledParcel, 'state' | 'method' | 'isConfirmed'>): boolean =>
  isConfirmed && UNBEGUN.has(state) && method !== 'carry_out';

/** One wish, whether it goes from the door to a store, to another one, or back to the door. */
const askedOf = (policy: Policy, parcel: Pick<UnfilledParcel, 'state'>) => decideDelivery(policy, parcel, 'collect');

/**
 * How a parcel that nobody has begun with could come instead: collected at stores nearby, or, of what is collected, brought; as far as its
 * order's policy goes. None of them is dearer: bringing is offered only where the order pays for bringing already.
 */
export function otherWays(parcel: UnfilledParcel, asked: Pick<Changing, 'policy' | 'holidays' | 'at'>): WayOn[] {
  const { nodeId, method } = parcel;
  if (nodeId === null || !isChangeable(parcel) || !askedOf(asked.policy, parcel).allowed) return [];
  const choice = { id: '', fromNodeId: nodeId, reason: 'chosen', missing: [], decideBy: asked.at.toISOString() };
  const excluded = method === 'pickup' ? [...parcel.excluded, nodeId] : parcel.excluded;
  const ways = waysOn({ ...parcel, choice, siblings: [], excluded }, asked);
  return ways.filter(({ kind, metres }) =>
    kind === 'collect' ? metres !== null && metres <= NEAR_METRES : method === 'pickup' && parcel.isBringingPaid
  );
}

/**
 * The parcel as it comes by its shopper's new wish: taken where it will lie as what it had is given back, with a new promise. Refuses
 * `not-allowed` once somebody has begun with it, by the code of the policy that says no, `out-of-stock` when that way is not open by now.
 */
export function decideChanged(parcel: UnfilledParcel, { way: id, policy, holidays, at, newId, newCode }: Changing): MovedParcel {
  const { nodeId } = parcel;
  if (nodeId === null || !isChangeable(parcel)) refuse('not-allowed', parcel.state);
  const stood = asItStands(parcel);
  const request = { parcelId: parcel.id, wish: 'collect' as const };
  const { by } = obey(askedOf(policy, parcel), { orderId: parcel.order.id, asked: 'delivery', request, parcels: [stood] });
  const way = otherWays(parcel, { policy, holidays, at }).find((one) => one.id === id);
  if (!way) refuse('out-of-stock');
  const stream = orderStream(parcel.order);
  const said = stream.next({ type: 'order.changed', fulfilmentOrderId: parcel.id, way: id, stood, policy: by });
  const state = movedBy(parcel, { type: 'reroute', toNode: way.nodeId });
  const why = { reason: 'chosen', detail: '', isAlwaysSaid: true, at, newId, newCode };
  const moved = movedTo(parcel, way.to, { ...why, fromNodeId: nodeId, state, excluded: parcel.excluded, stream });
  return { ...moved, events: [said, ...moved.events], asked: [], lost: [], answer: null };
}
