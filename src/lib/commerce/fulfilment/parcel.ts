import { advance } from '#lib/kernel/advance.ts';
import { fulfilmentOrderMachine, type FulfilmentOrderMove, type FulfilmentOrderState } from './fulfilment-order.machine.ts';

type Stored = { state: FulfilmentOrderState; method: 'ship' | 'pickup' | 'carry_out'; units: number };

/** One or more steps of a parcel, in order. Refuses `not-allowed` at the first the chart does not know. */
export function movedBy(parcel: Stored, ...moves: FulfilmentOrderMove[]): FulfilmentOrderState {
  const context = { method: parcel.method, units: parcel.units, isAllocated: true };
  return moves.reduce((state, move) => advance(fulfilmentOrderMachine, { state, context }, move), parcel.state);
}

/** States in which nothing more is to be done for the goods. */
const DONE: ReadonlySet<FulfilmentOrderState> = new Set(['closed', 'cancelled', 'uncollected']);
export const isDone = (state: FulfilmentOrderState): boolean => DONE.has(state);

/** States in which the goods left the shop. */
const HANDED_OVER: ReadonlySet<FulfilmentOrderState> = new Set(['shipped', 'collected', 'closed']);
export const isHandedOver = (state: FulfilmentOrderState): boolean => HANDED_OVER.has(state);
