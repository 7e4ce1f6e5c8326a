import { advance } from '#lib/kernel/advance.ts';
import { fulfilmentOrderMachine, type FulfilmentOrderMove, type FulfilmentOrderState } from './fulfilment-order.machine.ts';

type Stored = { state: FulfilmentOrderState; method: 'ship' | 'pickup' | 'carry_out'; units: number };

/** One or more steps of a parcel, in order. Refuses `not-allowed` at the first the chart does not know. */
export function movedBy(parcel: Stored, ...moves: FulfilmentOrderMove[]): FulfilmentOrderState {
  const context = { method: parcel.method, units: parcel.units, isAllocated: true };
  return moves.reduce((state, move) => advance(fulfilmentOrderMachine, { state, context }, move), parcel.state);
}
