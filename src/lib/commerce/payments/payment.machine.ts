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

/** What is due and what has moved so far, in integer minor units of the payment's one currency. */
export type PaymentContext = { due: number; authorized: number; captured: number; refunded: number };
export type PaymentMove =
  | { type: 'authorise' }
  | { type: 'decline' }
  | { type: 'capture'; amount: number }
  /** Taken by the bank while we ended it because its time was over. */
  | { type: 'arrive'; amount: number }
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

/** One instrument's payment. More than was authorised is never captured, more than was captured never refunded. */
export const paymentMachine = setup({
  types: { context: {} as PaymentContext, input: {} as PaymentContext, events: {} as PaymentMove },
  guards: {
    capturesDue: ({ context, event }) =>
      (event.type === 'capture' || event.type === 'arrive') && event.amount === context.due && event.amount > 0,
    capturesAll: ({ context, event }) => event.type === 'capture' && event.amount === context.authorized && event.amount > 0,
    capturesPart: ({ context, event }) => event.type === 'capture' && isPart(event.amount, context.authorized),
    refundsTheRest: ({ context, event }) => event.type === 'refund' && event.amount === refundable(context) && event.amount > 0,
    refundsPart: ({ context, event }) => event.type === 'refund' && isPart(event.amount, refundable(context)),
    hadRefunds: ({ context }) => context.refunded > 0,
    hadPartCaptured: ({ context }) => context.captured < context.authorized
  }
}).createMachine({
  id: 'payment',
  context: ({ input }) => input,
  initial: 'pending',
  states: {
    pending: { on: { authorise: 'authorized', decline: 'declined', capture: { guard: 'capturesDue', target: 'captured' } } },
    authorized: {
      on: {
        capture: [
          { guard: 'capturesAll', target: 'captured' },
          { guard: 'capturesPart', target: 'partially_captured' }
        ],
        void: 'voided',
        expire: 'expired_auth'
      }
    },
    expired_auth: { on: { reauthorise: 'authorized', decline: 'declined' } },
    partially_captured: { on: afterCapture },
    captured: { on: afterCapture },
    partially_refunded: { on: afterCapture },
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
    declined: { on: { arrive: { guard: 'capturesDue', target: 'captured' } } },
    voided: { type: 'final' },
    refunded: { type: 'final' }
  }
});

const refundable = ({ captured, refunded }: PaymentContext): number => captured - refunded;
const isPart = (amount: number, whole: number): boolean => amount > 0 && amount < whole;
