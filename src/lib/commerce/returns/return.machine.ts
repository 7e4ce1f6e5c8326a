import { setup } from 'xstate';

export const returnStates = [
  'requested',
  'declined',
  'approved',
  'label_issued',
  'store_dropoff',
  'in_transit',
  'dropped_off',
  'received',
  'inspecting',
  'dispositioned',
  'settled',
  'closed',
  'cancelled',
  'expired'
] as const;
export type ReturnState = (typeof returnStates)[number];

/** What becomes of a unit. Only the first two are for sale again. */
export const dispositions = [
  'restock_a',
  'restock_b',
  'refurbish',
  'return_to_vendor',
  'quarantine',
  'scrap',
  'missing',
  'back_to_customer'
] as const;
export type Disposition = (typeof dispositions)[number];

/** Counts of units. `isAppealed`: its shopper has asked a second time before. */
export type ReturnContext = { announced: number; received: number; graded: number; isAppealed: boolean };
export type ReturnMove =
  | { type: 'approve' }
  | { type: 'decline' }
  | { type: 'appeal' }
  | { type: 'cancel' }
  /** Nobody sent it in time. */
  | { type: 'expire' }
  | { type: 'label' }
  | { type: 'drop-at-store' }
  | { type: 'first-scan' }
  | { type: 'accept' }
  /** `units` that came just now; the last of those that were announced, or a person's word that no more come, ends it. */
  | { type: 'receive'; units: number; isAll: boolean }
  /** It stays with its shopper. */
  | { type: 'keep' }
  | { type: 'inspect' }
  | { type: 'grade'; units: number }
  | { type: 'settle' }
  | { type: 'close' };

const receiveIn = <State extends string>(state: State) =>
  [
    { guard: 'isAllHere', target: 'received' },
    { guard: 'someCame', target: state }
  ] as const;

/**
 * A return, from asking to the end. Money is none of its states: it may be owed before or after the goods are graded, as the refund trigger
 * says, but a return is settled only once its units have found their place.
 */
export const returnMachine = setup({
  types: { context: {} as ReturnContext, input: {} as ReturnContext, events: {} as ReturnMove },
  guards: {
    mayAppeal: ({ context }) => !context.isAppealed,
    isAllHere: ({ context, event }) =>
      event.type === 'receive' && event.units >= 0 && (event.isAll || context.received + event.units >= context.announced),
    someCame: ({ event }) => event.type === 'receive' && event.units > 0,
    allGraded: ({ context, event }) => event.type === 'grade' && event.units > 0 && context.graded + event.units >= context.announced,
    someGraded: ({ event }) => event.type === 'grade' && event.units > 0
  }
}).createMachine({
  id: 'return',
  context: ({ input }) => input,
  initial: 'requested',
  states: {
    requested: { on: { approve: 'approved', decline: 'declined', cancel: 'cancelled' } },
    declined: { on: { appeal: { guard: 'mayAppeal', target: 'requested' } } },
    approved: {
      on: {
        label: 'label_issued',
        'drop-at-store': 'store_dropoff',
        keep: 'dispositioned',
        expire: 'expired',
        cancel: 'cancelled',
        // The counter needs no paper: who stands there with the goods gives them in.
        accept: 'dropped_off'
      }
    },
    label_issued: {
      on: {
        'first-scan': 'in_transit',
        'drop-at-store': 'store_dropoff',
        accept: 'dropped_off',
        expire: 'expired',
        cancel: 'cancelled',
        // A scan may be lost: what is there is there, whatever was heard of it, and the rest is then waited for.
        receive: receiveIn('in_transit')
      }
    },
    store_dropoff: { on: { 'drop-at-store': 'store_dropoff', accept: 'dropped_off', expire: 'expired', cancel: 'cancelled' } },
    in_transit: { on: { accept: 'dropped_off', receive: receiveIn('in_transit') } },
    dropped_off: { on: { receive: receiveIn('dropped_off') } },
    received: { on: { inspect: 'inspecting' } },
    inspecting: {
      on: {
        grade: [
          { guard: 'allGraded', target: 'dispositioned' },
          { guard: 'someGraded', target: 'inspecting' }
        ]
      }
    },
    dispositioned: { on: { settle: 'settled' } },
    settled: { on: { close: 'closed' } },
    closed: { type: 'final' },
    cancelled: { type: 'final' },
    expired: { type: 'final' }
  }
});
