import { advance } from '#lib/kernel/advance.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import { orderLifeMachine, type OrderLifeState } from './order-life.machine.ts';

const TERMINAL: ReadonlySet<FulfilmentOrderState> = new Set(['collected', 'closed', 'cancelled', 'uncollected']);

/** A confirmed order is completed when no parcel has anything left to do. Derived from the parcels, never set by hand. */
export function lifeAfter(life: OrderLifeState, parcels: FulfilmentOrderState[]): OrderLifeState {
  if (life !== 'confirmed' || !parcels.every((state) => TERMINAL.has(state))) return life;
  return advance(orderLifeMachine, { state: life, context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'all-lines-terminal' });
}
