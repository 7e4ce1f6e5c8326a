import { advance } from '#lib/kernel/advance.ts';
import type { AuthorizeAnswer, ChargeAnswer } from './payment-provider.ts';
import { paymentMachine, type PaymentContext, type PaymentState } from './payment.machine.ts';

/** What the shopper is told about the money now. `unknown`: the bank did not answer; nobody is asked to pay again meanwhile. */
export type PaymentOutcome =
  | { outcome: 'captured' }
  /** Its bank stands for it; it is taken as parcels leave. */
  | { outcome: 'authorized' }
  /** `earlier`: this call asked nobody, because the bank had said no before it. */
  | { outcome: 'declined'; reason: string; earlier?: true }
  | { outcome: 'action-required'; actionUrl: string }
  | { outcome: 'unknown' }
  /** The bank was never asked: the shopper may. */
  | { outcome: 'not-asked' }
  | { outcome: 'cash' };

/** Why we ended a payment that the bank had not decided on: its time was over. */
export const EXPIRED = 'expired';

type Sums = { state: PaymentState; amountMinor: number; authorizedMinor: number; capturedMinor: number; refundedMinor: number };

const contextOf = (payment: Sums): PaymentContext => ({
  due: payment.amountMinor,
  authorized: payment.authorizedMinor,
  captured: payment.capturedMinor,
  refunded: payment.refundedMinor
});

/** What a bank says when it is asked for money, or to stand for it. */
export type BankAnswer = ChargeAnswer | AuthorizeAnswer;

/** The payment after the bank's answer, also one that comes when we had ended it; a step the chart does not know is refused, so an answer never counts twice. */
export function afterAnswer(payment: Sums, answer: BankAnswer): { state: PaymentState; authorizedMinor: number; capturedMinor: number } {
  const { amountMinor, authorizedMinor, capturedMinor } = payment;
  if (answer.outcome === 'action-required') return { state: payment.state, authorizedMinor, capturedMinor };
  const stored = { state: payment.state, context: contextOf(payment) };
  if (answer.outcome === 'declined') return { state: advance(paymentMachine, stored, { type: 'decline' }), authorizedMinor, capturedMinor };
  if (answer.outcome === 'authorized') {
    return { state: advance(paymentMachine, stored, { type: 'authorise' }), authorizedMinor: amountMinor, capturedMinor };
  }
  const state = advance(paymentMachine, stored, { type: payment.state === 'declined' ? 'arrive' : 'capture', amount: amountMinor });
  return { state, authorizedMinor: amountMinor, capturedMinor: amountMinor };
}

/** After a parcel's share was taken. */
export function afterCapture(payment: Sums, amountMinor: number): { state: PaymentState; capturedMinor: number } {
  const state = advance(paymentMachine, { state: payment.state, context: contextOf(payment) }, { type: 'capture', amount: amountMinor });
  return { state, capturedMinor: payment.capturedMinor + amountMinor };
}

/** After its bank let go of what nobody takes any more. */
export function afterVoid(payment: Sums): { state: PaymentState; authorizedMinor: number } {
  const state = advance(paymentMachine, { state: payment.state, context: contextOf(payment) }, { type: 'void' });
  return { state, authorizedMinor: payment.capturedMinor };
}

/** Whether a bank stands for more than it gave so far. */
export const isHeld = ({ state, authorizedMinor, capturedMinor }: Pick<Sums, 'state' | 'authorizedMinor' | 'capturedMinor'>): boolean =>
  authorizedMinor > capturedMinor && HELD.has(state);
const HELD: ReadonlySet<PaymentState> = new Set(['authorized', 'partially_captured', 'partially_refunded']);

/** Whether goods may go out on it: the money is there, or its bank stands for it. */
export const isSecured = (payment: Pick<Sums, 'state' | 'authorizedMinor' | 'capturedMinor'>): boolean =>
  payment.state === 'captured' || isHeld(payment);

/** Whether there is still something to take: what is owed back may have left nothing. */
export const owesCash = ({ state, amountMinor }: Pick<Sums, 'state' | 'amountMinor'>): boolean => state === 'pending' && amountMinor > 0;

export function afterRefund(payment: Sums, amountMinor: number): { state: PaymentState; refundedMinor: number } {
  const state = advance(paymentMachine, { state: payment.state, context: contextOf(payment) }, { type: 'refund', amount: amountMinor });
  return { state, refundedMinor: payment.refundedMinor + amountMinor };
}

/** The key under which a bank is asked: it tells what is paid for, and which try it is. */
export const chargeKey = ({ orderId, changeId }: { orderId: string; changeId: string | null }, number: number): string =>
  changeId === null ? `order:${orderId}:${number}` : `change:${changeId}:${number}`;
