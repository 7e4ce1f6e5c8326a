import { setup } from 'xstate';

export const fulfilmentOrderStates = [
  'unsourced',
  'scheduled',
  'on_hold',
  'allocated',
  'released',
  'picking',
  'packed',
  'ready_for_pickup',
  'shipped',
  'collected',
  'closed',
  'cancelled',
  'uncollected',
  'unfillable'
] as const;
export type FulfilmentOrderState = (typeof fulfilmentOrderStates)[number];

/** `units` is how many units it asks for; `isAllocated` whether all of them are bound at its node. */
export type FulfilmentOrderContext = { method: 'ship' | 'pickup' | 'carry_out'; units: number; isAllocated: boolean };
export type RejectReason = 'not-found' | 'damaged' | 'no-capacity' | 'node-down';
export type FulfilmentOrderMove =
  | { type: 'source' }
  /** `date`: local day at the node (YYYY-MM-DD) on which a pre-order or backorder is due. */
  | { type: 'schedule'; date: string }
  | { type: 'none' }
  | { type: 'due' }
  | { type: 'release' }
  | { type: 'hold' }
  /** `toNode` is null when no other node fits. */
  | { type: 'reroute'; toNode: string | null }
  | { type: 'accept' }
  | { type: 'reject'; reason: RejectReason }
  | { type: 'picked'; verifiedUnits: number }
  | { type: 'short'; foundUnits: number }
  | { type: 'handover' }
  | { type: 'ready' }
  | { type: 'collect'; codeMatches: boolean }
  /** Paid and taken along at the counter, with nobody packing it. */
  | { type: 'carry-out' }
  | { type: 'expire' }
  | { type: 'all-delivered' }
  /** Brought to a counter of ours instead of the door. */
  | { type: 'arrive' }
  | { type: 'close' }
  | { type: 'auto-cancel' }
  | { type: 'cancel' };

const backIntoLine = [{ guard: 'isAllocated', target: 'allocated' }, { target: 'unsourced' }] as const;
const reroute = [{ guard: 'anotherNodeFits', target: 'allocated' }, { target: 'unsourced' }] as const;

/**
 * The lines of one order from one node by one method. It starts allocated when a hold converts, else unsourced.
 * A short pick goes on with what was found; the caller opens a second, unsourced one for the rest in the same transaction.
 */
export const fulfilmentOrderMachine = setup({
  types: { context: {} as FulfilmentOrderContext, input: {} as FulfilmentOrderContext, events: {} as FulfilmentOrderMove },
  guards: {
    isAllocated: ({ context }) => context.isAllocated,
    anotherNodeFits: ({ event }) => event.type === 'reroute' && event.toNode !== null,
    allUnitsVerified: ({ context, event }) => event.type === 'picked' && event.verifiedUnits === context.units,
    someUnitsFound: ({ context, event }) => event.type === 'short' && event.foundUnits > 0 && event.foundUnits < context.units,
    isShipped: ({ context }) => context.method === 'ship',
    isPickedUp: ({ context }) => context.method === 'pickup',
    isCarriedOut: ({ context }) => context.method === 'carry_out',
    codeMatches: ({ event }) => event.type === 'collect' && event.codeMatches
  }
}).createMachine({
  id: 'fulfilment-order',
  context: ({ input }) => input,
  initial: 'unsourced',
  states: {
    unsourced: { on: { source: 'allocated', schedule: 'scheduled', none: 'unfillable' } },
    scheduled: { on: { due: backIntoLine, cancel: 'cancelled' } },
    on_hold: { on: { release: backIntoLine, cancel: 'cancelled' } },
    allocated: {
      on: {
        release: 'released',
        'carry-out': { guard: 'isCarriedOut', target: 'collected' },
        reroute,
        hold: 'on_hold',
        cancel: 'cancelled'
      }
    },
    released: { on: { accept: 'picking', reject: 'unsourced', reroute, cancel: 'cancelled' } },
    picking: {
      on: {
        picked: { guard: 'allUnitsVerified', target: 'packed' },
        short: { guard: 'someUnitsFound', target: 'picking' },
        reject: 'unsourced'
      }
    },
    packed: {
      on: {
        handover: { guard: 'isShipped', target: 'shipped' },
        ready: { guard: 'isPickedUp', target: 'ready_for_pickup' },
        cancel: 'cancelled'
      }
    },
    ready_for_pickup: { on: { collect: { guard: 'codeMatches', target: 'collected' }, expire: 'uncollected', cancel: 'cancelled' } },
    shipped: { on: { 'all-delivered': 'closed', arrive: 'ready_for_pickup' } },
    collected: { on: { close: 'closed' } },
    unfillable: { on: { source: 'allocated', 'auto-cancel': 'cancelled' } },
    closed: { type: 'final' },
    cancelled: { type: 'final' },
    uncollected: { type: 'final' }
  }
});
