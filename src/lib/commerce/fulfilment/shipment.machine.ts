import { setup } from 'xstate';

export const shipmentStates = [
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'attempt_failed',
  'available_for_pickup',
  'exception',
  'return_to_sender',
  'returned',
  'delivered',
  'cancelled',
  'lost'
] as const;
export type ShipmentState = (typeof shipmentStates)[number];

/** `silentDays` is after how many days without a scan a parcel may be called lost. */
export type ShipmentContext = { silentDays: number };
export type ShipmentMove =
  | { type: 'scan' }
  | { type: 'out' }
  | { type: 'deliver' }
  | { type: 'attempt' }
  | { type: 'pickup-point' }
  | { type: 'problem'; kind: 'delayed' | 'held' | 'address' | 'damaged' | 'customs' }
  | { type: 'rts' }
  | { type: 'receive' }
  | { type: 'void-label' }
  | { type: 'silence'; days: number }
  | { type: 'lost' }
  /** A correction, so it is named: who says that the parcel is there after all, and why. */
  | { type: 'found'; actor: string; reason: string };

const gone = { silence: { guard: 'silentForLong', target: 'lost' }, lost: 'lost' } as const;
const waiting = { scan: 'in_transit', out: 'out_for_delivery', deliver: 'delivered', rts: 'return_to_sender', ...gone } as const;

/** Who has the goods. Scans are data that may raise one of these moves (carrier-status.ts), so an odd scan never blocks a parcel. */
export const shipmentMachine = setup({
  types: { context: {} as ShipmentContext, input: {} as ShipmentContext, events: {} as ShipmentMove },
  guards: {
    silentForLong: ({ context, event }) => event.type === 'silence' && event.days >= context.silentDays,
    isNamed: ({ event }) => event.type === 'found' && event.actor !== '' && event.reason !== ''
  }
}).createMachine({
  id: 'shipment',
  context: ({ input }) => input,
  initial: 'pre_transit',
  states: {
    pre_transit: {
      on: { scan: 'in_transit', out: 'out_for_delivery', deliver: 'delivered', problem: 'exception', 'void-label': 'cancelled' }
    },
    in_transit: {
      on: {
        out: 'out_for_delivery',
        'pickup-point': 'available_for_pickup',
        problem: 'exception',
        deliver: 'delivered',
        rts: 'return_to_sender',
        ...gone
      }
    },
    out_for_delivery: { on: { deliver: 'delivered', attempt: 'attempt_failed', problem: 'exception' } },
    attempt_failed: { on: waiting },
    available_for_pickup: { on: waiting },
    exception: { on: waiting },
    return_to_sender: { on: { receive: 'returned' } },
    lost: { on: { found: { guard: 'isNamed', target: 'in_transit' } } },
    delivered: { type: 'final' },
    returned: { type: 'final' },
    cancelled: { type: 'final' }
  }
});
