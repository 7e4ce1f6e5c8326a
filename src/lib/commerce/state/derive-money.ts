import type { PaymentState } from '../payments/payment.machine.ts';
import { isHeld } from '../payments/payment.ts';
import { knownPaymentWords, paymentClaim, type OrderClaim } from './claims.ts';
import type { DerivedPayment, DerivedTransaction, Deriving, Find, OrderFacts, Stated } from './order-facts.ts';
import { resolved } from './references.ts';

const BANK: ReadonlySet<string> = new Set(['upi', 'card']);
const GONE: ReadonlySet<PaymentState> = new Set(['declined', 'voided']);

type Paying = { facts: OrderFacts; totalMinor: number; deriving: Deriving; find: Find };

/** The payments of the file with what went back by them; where it has none, the one that there must have been. */
export function derivePayments({ facts, totalMinor, deriving, find }: Paying, claim: OrderClaim | undefined): DerivedPayment[] {
  const payments = facts.payments.map((payment) => derived({ facts, totalMinor, deriving, find }, payment));
  const whole = payments.filter(({ change }) => change === null);
  const kept = whole.reduce((sum, { capturedMinor, refundedMinor }) => sum + capturedMinor - refundedMinor, 0);
  if (kept > totalMinor) {
    const message = `The order costs ${totalMinor}, and ${kept} of its money was kept.`;
    find(facts.payments.at(-1)?.spot ?? facts.order.spot, { code: 'too_much_money', pointer: '/amount', value: kept, message });
  }
  const open = whole.filter(({ state, method }) => !GONE.has(state) && method !== 'gift_card' && method !== 'store_credit');
  if (open.length > 1) {
    const message = 'The order has another payment that counts; mark those that failed as declined or voided.';
    find(facts.payments.at(-1)?.spot ?? facts.order.spot, { code: 'too_much_money', pointer: '/order', message });
  }
  return payments.length > 0 ? payments : [inferred(facts, { totalMinor, deriving }, claim)];
}

export const isPaid = ({ method, state }: Pick<DerivedPayment, 'method' | 'state'>): boolean =>
  !GONE.has(state) && (method === 'cash_on_delivery' || method === 'pay_in_store' || !['pending', 'expired_auth'].includes(state));

function derived(paying: Paying, payment: Stated<'payment'>): DerivedPayment {
  const { facts, deriving, find } = paying;
  const { id, spot, record } = payment;
  checkPayment(paying, payment);
  const own = record.transactions.map((transaction, index): DerivedTransaction => {
    const key = transaction.key ?? `import/${record.source}/${record.external_id}/${index + 1}`;
    const { shipment, kind } = transaction;
    const parcelId = shipment && kind === 'capture' ? deriving.idOf({ type: 'shipment', ...resolved(shipment, record.source) }) : null;
    return { ...moved(transaction, record.method), id: deriving.partId('transaction', key, ''), key, kind, parcelId };
  });
  const back = refundsOf(facts, id, { deriving, find, method: record.method });
  const sums = sumsOf(record, own, back);
  const over = (value: number, most: number, message: string) => {
    if (value > most) find(spot, { code: 'too_much_money', pointer: '/amount', value, message });
  };
  over(sums.capturedMinor, sums.amountMinor, `More was taken than the ${sums.amountMinor} of this payment.`);
  over(sums.refundedMinor, sums.capturedMinor, `${sums.refundedMinor} went back, and only ${sums.capturedMinor} were taken.`);
  const state = stateOf(record.state ?? undefined, sums, (finding) => find(spot, finding));
  // What is called off before it leaves is due no more, and its bank stands for it all the same until the last parcel has left.
  if (!isHeld({ state, ...sums }))
    over(sums.authorizedMinor, sums.amountMinor, `More was reserved than the ${sums.amountMinor} of this payment.`);
  const isToAsk = state === 'pending' && BANK.has(record.method) && own.length === 0;
  const asked = isToAsk ? [started(id, record.at, sums.amountMinor, { deriving, method: record.method })] : [];
  const change = onTopOf(payment, deriving);
  return { id, method: record.method, state, ...sums, at: record.at, isInferred: false, change, transactions: [...own, ...back, ...asked] };
}

/** What it pays on top for: a change of the order, or an exchange. */
function onTopOf({ record }: Stated<'payment'>, deriving: Deriving): DerivedPayment['change'] {
  const type = record.change ? ('change' as const) : ('return' as const);
  const named = record.change ?? record.return;
  if (!named) return null;
  const id = deriving.idOf({ type, ...resolved(named, record.source) });
  return { id, payBy: record.pay_by ?? null, lapsedAt: record.lapsed_at ?? null };
}

function checkPayment({ facts: { order }, find }: Paying, { spot, record }: Stated<'payment'>): void {
  if (record.currency !== order.record.currency) {
    const message = `The order is in ${order.record.currency}; a payment of it can be in no other currency.`;
    find(spot, { code: 'wrong_currency', pointer: '/currency', value: record.currency, message });
  }
  if (record.at < order.record.placed_at) {
    const message = `The order was placed later, at ${order.record.placed_at}.`;
    find(spot, { code: 'out_of_order', pointer: '/at', value: record.at, message });
  }
}

/** What a provider moved counts; what was taken in cash is as the file says. */
function sumsOf(record: Stated<'payment'>['record'], own: DerivedTransaction[], back: DerivedTransaction[]): Sums {
  const byHand = (amount: number | string | null | undefined) => (record.method === 'cash' ? Number(amount ?? 0) : 0);
  const capturedMinor = taken(own, ['charge', 'capture']) || byHand(record.captured);
  return {
    amountMinor: Number(record.amount),
    authorizedMinor: Math.max(taken(own, ['authorize']) - taken(own, ['void']), capturedMinor),
    capturedMinor,
    refundedMinor: taken(back, ['refund'])
  };
}

type Movement = { state: DerivedTransaction['state']; amount: number | string; at: string; ended_at?: string | null | undefined } & Partial<
  Record<'instrument', Record<string, unknown> | null | undefined>
> &
  Partial<Record<'reference' | 'reason', string | null | undefined>>;

function moved(movement: Movement, method: string): Omit<DerivedTransaction, 'id' | 'key' | 'kind' | 'parcelId'> {
  const { state, amount, instrument, reference, reason, at, ended_at } = movement;
  const endedAt = ended_at ?? (state === 'succeeded' || state === 'failed' ? at : null);
  return {
    state,
    amountMinor: Number(amount),
    instrument: instrument ?? { method },
    reference: reference ?? null,
    reason: reason ?? null,
    at,
    endedAt
  };
}

function refundsOf(
  facts: OrderFacts,
  paymentId: string,
  { deriving, find, method }: { deriving: Deriving; find: Find; method: string }
): DerivedTransaction[] {
  return facts.refunds
    .filter(({ record }) => deriving.idOf({ type: 'payment', ...resolved(record.payment, record.source) }) === paymentId)
    .map(({ id, spot, record }) => {
      if (record.currency !== facts.order.record.currency) {
        const message = `The order is in ${facts.order.record.currency}; its money can go back in no other currency.`;
        find(spot, { code: 'wrong_currency', pointer: '/currency', value: record.currency, message });
      }
      return {
        ...moved(record, method),
        id,
        kind: 'refund' as const,
        parcelId: null,
        key: record.key ?? `import/${record.source}/refund/${record.external_id}`
      };
    });
}

const taken = (transactions: DerivedTransaction[], kinds: DerivedTransaction['kind'][]): number =>
  transactions
    .filter(({ kind, state }) => state === 'succeeded' && kinds.includes(kind))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);

type Sums = Pick<DerivedPayment, 'amountMinor' | 'authorizedMinor' | 'capturedMinor' | 'refundedMinor'>;

/** What the sums say; a claimed state counts where the sums leave more than one. */
function stateOf(word: string | undefined, sums: Sums, find: (finding: Parameters<Find>[1]) => void): PaymentState {
  const possible = statesOf(sums);
  const shown = possible[0] ?? 'pending';
  if (word === undefined) return shown;
  const claimed = paymentClaim(word);
  if (claimed === undefined) {
    const message = `This word for a payment is not known; known are: ${knownPaymentWords().join(', ')}.`;
    find({ code: 'unknown_state', pointer: '/state', value: word, message });
    return shown;
  }
  if (possible.includes(claimed)) return claimed;
  const message = `The transactions say ${shown}; they count.`;
  find({ code: 'state_differs', pointer: '/state', value: word, message, isWarning: true });
  return shown;
}

/** The likeliest first. */
function statesOf({ amountMinor, authorizedMinor, capturedMinor, refundedMinor }: Sums): PaymentState[] {
  const isMoreToTake = authorizedMinor > capturedMinor;
  if (refundedMinor > 0 && refundedMinor >= capturedMinor) return isMoreToTake ? ['partially_refunded', 'refunded'] : ['refunded'];
  if (refundedMinor > 0) return ['partially_refunded', 'disputed'];
  if (capturedMinor > 0 && capturedMinor < Math.min(authorizedMinor, amountMinor)) return ['partially_captured', 'disputed'];
  if (capturedMinor > 0)
    return isMoreToTake ? ['partially_captured', 'captured', 'disputed'] : ['captured', 'disputed', 'partially_captured'];
  if (authorizedMinor > 0) return ['authorized', 'voided', 'expired_auth'];
  return ['pending', 'declined', 'voided', 'expired_auth'];
}

function started(
  paymentId: string,
  at: string,
  amountMinor: number,
  { deriving, method }: { deriving: Deriving; method: string }
): DerivedTransaction {
  const key = `payment:${paymentId}:1`;
  const none = { parcelId: null, reference: null, reason: null, endedAt: null };
  return {
    id: deriving.partId('transaction', key, ''),
    kind: 'charge',
    key,
    state: 'started',
    amountMinor,
    instrument: { method },
    at,
    ...none
  };
}

/** Without a word about money: what was sent or said to be paid was paid somehow, and the rest is still to be paid. */
function inferred(
  facts: OrderFacts,
  { totalMinor, deriving }: { totalMinor: number; deriving: Deriving },
  claim: OrderClaim | undefined
): DerivedPayment {
  const { order, shipments } = facts;
  const id = deriving.partId('payment', order.id, 'inferred');
  const at = order.record.placed_at;
  const isSent = shipments.some(({ record }) =>
    Boolean(record.shipped_at ?? record.collected_at ?? record.delivered_at ?? record.packed_at)
  );
  const wasPaid = isSent || (claim !== undefined && ['confirmed', 'completed', 'closed'].includes(claim.life));
  const head = { id, amountMinor: totalMinor, refundedMinor: 0, at, isInferred: true, change: null };
  if (wasPaid && totalMinor > 0)
    return { ...head, method: 'cash', state: 'captured', authorizedMinor: totalMinor, capturedMinor: totalMinor, transactions: [] };
  const method = 'upi' as const;
  const isOver = claim?.life === 'cancelled' || order.record.cancelled_at;
  const transactions = isOver ? [] : [started(id, at, totalMinor, { deriving, method })];
  return { ...head, method, state: isOver ? 'voided' : 'pending', authorizedMinor: 0, capturedMinor: 0, transactions };
}
