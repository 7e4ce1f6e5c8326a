import { setup } from 'xstate';

export const pickupStates = ['asked', 'booked', 'failed', 'ending', 'fetched', 'cancelled', 'kept'] as const;
export type PickupState = (typeof pickupStates)[number];

export type PickupMove =
  /** The carrier comes. */
  | { type: 'book' }
  /** Nobody comes. */
  | { type: 'fail' }
  /** The carrier has been there. */
  | { type: 'fetch' }
  /** It is not needed any more: the carrier is to be told. */
  | { type: 'call-off' }
  /** The carrier knows. */
  | { type: 'cancel' }
  /** The carrier did not take it back. */
  | { type: 'keep' };

/** A carrier who is to come to a shopper's door. What was called off may be booked by an answer that was long on its way: then it is called off anew. */
export const pickupMachine = setup({ types: { events: {} as PickupMove } }).createMachine({
  id: 'pickup',
  initial: 'asked',
  states: {
    asked: { on: { book: 'booked', fail: 'failed', 'call-off': 'ending' } },
    booked: { on: { fetch: 'fetched', 'call-off': 'ending' } },
    ending: { on: { book: 'ending', cancel: 'cancelled', keep: 'kept' } },
    cancelled: { on: { book: 'ending', cancel: 'cancelled', keep: 'kept' } },
    failed: { type: 'final' },
    fetched: { type: 'final' },
    kept: { type: 'final' }
  }
});
