import { setup } from 'xstate';

export const paymentStates = [
  'pending',
  'authorized',
  'declined',
  'voided',
  'expired_auth',
  'partially_captured',
  'captured',
  'partially_refunded',
  'refunded',
  'disputed'
] as const;
export type PaymentState = (typeof paymentStates)[number];

/**
 * What is due and what has moved so far, in integer minor units of the payment's one currency. `authorized`: what its bank stands for; as long as that is
 * more than what was captured, more may be, or the rest is let go.
 */
export type PaymentContext = { due: number; authorized: number; captured: number; refunded: number };
export type PaymentMove =
  | { type: 'authorise' }
  | { type: 'decline' }
  | { type: 'capture'; amount: number }
  /** Taken by the bank while we ended it because its time was over. */
  | { type: 'arrive'; amount: number }
  /** What was authorised and not captured is let go. */
  | { type: 'void' }
  | { type: 'expire' }
  | { type: 'reauthorise' }
  | { type: 'refund'; amount: number }
  | { type: 'dispute' }
  | { type: 'won' }
  | { type: 'lost' };

const afterCapture = {
  refund: [
    { guard: 'refundsTheRest', target: 'refunded' },
    { guard: 'refundsPart', target: 'partially_refunded' }
  ],
  dispute: 'disputed'
} as const;
const capture = [
  { guard: 'capturesAll', target: 'captured' },
  { guard: 'capturesPart', target: 'partially_captured' }
] as const;

/** One instrument's payment. More than was authorised is never captured, more than was captured never refunded. */
export const paymentMachine = setup({
  types: { context: {} as PaymentContext, input: {} as PaymentContext, events: {} as PaymentMove },
  guards: {
    capturesDue: ({ context, event }) =>
      (event.type === 'capture' || event.type === 'arrive') && event.amount === context.due && event.amount > 0,
    capturesAll: ({ context, event }) => event.type === 'capture' && event.amount === capturable(context) && event.amount > 0,
    capturesPart: ({ context, event }) => event.type === 'capture' && isPart(event.amount, capturable(context)),
    captures: ({ context, event }) => event.type === 'capture' && event.amount > 0 && event.amount <= capturable(context),
    // What a bank still stands for may be captured after all: then a refund of all there is so far does not end it.
    refundsTheRest: ({ context, event }) =>
      event.type === 'refund' && event.amount === refundable(context) && event.amount > 0 && capturable(context) === 0,
    refundsPart: ({ context, event }) => event.type === 'refund' && event.amount > 0 && event.amount <= refundable(context),
    allRefunded: ({ context }) => refundable(context) === 0,
    leavesSome: ({ context }) => capturable(context) > 0,
    hadRefunds: ({ context }) => context.refunded > 0,
    hadPartCaptured: ({ context }) => capturable(context) > 0
  }
}).createMachine({
  id: 'payment',
  context: ({ input }) => input,
  initial: 'pending',
  states: {
    pending: { on: { authorise: 'authorized', decline: 'declined', capture: { guard: 'capturesDue', target: 'captured' } } },
    authorized: { on: { capture, void: 'voided', expire: 'expired_auth' } },
    expired_auth: { on: { reauthorise: 'authorized', decline: 'declined' } },
    partially_captured: { on: { ...afterCapture, capture, void: 'captured' } },
    captured: { on: afterCapture },
    partially_refunded: {
      on: {
        ...afterCapture,
        capture: { guard: 'captures', target: 'partially_refunded' },
        void: [
          { guard: 'allRefunded', target: 'refunded' },
          { guard: 'leavesSome', target: 'partially_refunded' }
        ]
      }
    },
    disputed: {
      on: {
        won: [
          { guard: 'hadRefunds', target: 'partially_refunded' },
          { guard: 'hadPartCaptured', target: 'partially_captured' },
          { target: 'captured' }
        ],
        lost: 'refunded'
      }
    },
    // What a bank authorised while we ended it is let go at once.
    declined: { on: { arrive: { guard: 'capturesDue', target: 'captured' }, authorise: 'authorized' } },
    voided: { type: 'final' },
    refunded: { type: 'final' }
  }
});

const capturable = ({ authorized, captured }: PaymentContext): number => authorized - captured;
const refundable = ({ captured, refunded }: PaymentContext): number => captured - refunded;
const isPart = (amount: number, whole: number): boolean => amount > 0 && amount < whole;
