import type { Parcel } from '#db/queries/fulfilment.ts';
import type { OrderHead } from '#db/queries/orders.ts';
import type { OpenPayment } from '#db/queries/payments.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { CommerceEvent } from '../events.ts';
import { orderLifeMachine, type OrderLifeState } from '../orders/order-life.machine.ts';
import { releasedParcels, type ReleasedParcel } from '../fulfilment/released-parcels.ts';
import { orderStream } from '../orders/order-stream.ts';
import { afterAnswer, type BankAnswer } from './payment.ts';
import type { PaymentState } from './payment.machine.ts';

export type ChargedPayment = OpenPayment & { transaction: NonNullable<OpenPayment['transaction']> };

/** What an answer of the bank changes: the payment, its call and the order together, and the events that say so. */
export type Settlement = {
  payment: {
    id: string;
    state: PaymentState;
    authorizedMinor: number;
    capturedMinor: number;
    /** It came for a change whose time is over: it pays for nothing, and goes back by itself. */
    isLate: boolean;
  };
  call: {
    id: string;
    kind: 'charge' | 'authorize';
    state: 'action_required' | 'succeeded' | 'failed';
    reference: string;
    reason: string | null;
    actionUrl: string | null;
  };
  order: { id: string; life: OrderLifeState; version: number; isPaid: boolean };
  /** With the money there, its parcels may be worked on. */
  released: ReleasedParcel[];
  events: CommerceEvent[];
};

type Settling = { order: OrderHead; payment: ChargedPayment; parcels: readonly Parcel[] };

/** Refuses `not-allowed` for a step that the payment's chart does not know, so an answer never counts twice. */
export function settle({ order, payment, parcels }: Settling, answer: BankAnswer): Settlement {
  const stream = orderStream(order);
  const events: CommerceEvent[] = [stream.next(eventOf(order, payment, answer))];
  // Money for an order that lapsed meanwhile confirms nothing: a job sends it back. What a change costs more makes only that change.
  const isPaid = isYes(answer) && order.life === 'placed' && payment.changeId === null;
  const life = isPaid
    ? advance(orderLifeMachine, { state: 'placed', context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'accept' })
    : order.life;
  if (isPaid) events.push(stream.next({ type: 'order.confirmed', isReleased: true }));
  const released = releasedParcels(isPaid ? parcels : [], stream);
  return {
    payment: { id: payment.id, ...afterAnswer(payment, answer), isLate: payment.changeId !== null && isLate(order, payment, answer) },
    call: {
      id: payment.transaction.id,
      kind: answer.outcome === 'authorized' ? 'authorize' : payment.transaction.kind,
      ...endingOf(answer)
    },
    order: { id: order.id, life, version: stream.version, isPaid },
    released: released.moves,
    events: [...events, ...released.events]
  };
}

/** The money is there, or its bank stands for it. */
const isYes = ({ outcome }: Pick<BankAnswer, 'outcome'>): boolean => outcome === 'captured' || outcome === 'authorized';

const isLate = ({ life }: OrderHead, { isLapsed }: OpenPayment, { outcome }: BankAnswer): boolean =>
  isYes({ outcome }) && (life === 'cancelled' || isLapsed);

function eventOf(order: OrderHead, payment: OpenPayment, answer: BankAnswer) {
  const { id: paymentId, amountMinor, currency, changeId } = payment;
  const about = { paymentId, amountMinor, currency, ...(changeId !== null && { changeId }) };
  switch (answer.outcome) {
    case 'action-required':
      return { type: 'payment.action_required' as const, ...about, actionUrl: answer.actionUrl };
    case 'declined':
      return { type: 'payment.declined' as const, ...about, reason: answer.reason };
    case 'authorized':
      return {
        type: 'payment.authorized' as const,
        paymentId,
        amountMinor,
        currency,
        reference: answer.reference,
        late: isLate(order, payment, answer)
      };
    case 'captured':
      return { type: 'payment.captured' as const, ...about, reference: answer.reference, late: isLate(order, payment, answer) };
  }
}

const CALL_STATE = { 'action-required': 'action_required', declined: 'failed', captured: 'succeeded', authorized: 'succeeded' } as const;

function endingOf(answer: BankAnswer): Omit<Settlement['call'], 'id' | 'kind'> {
  return {
    state: CALL_STATE[answer.outcome],
    reference: answer.reference,
    reason: answer.outcome === 'declined' ? answer.reason : null,
    actionUrl: answer.outcome === 'action-required' ? answer.actionUrl : null
  };
}
