import type { OrderLifeState } from '../orders/order-life.machine.ts';
import type { DerivedCredit, DerivedPayment, Deriving, Find, OrderFacts } from './order-facts.ts';
import { OWN_SOURCE } from './state-record.ts';
import { resolved } from './references.ts';

/**
 * What was the shopper's again. A file that only says what went back gets a credit for each of it, of goods as far as there are any; what went
 * back whole because the order was never to be is no credit, as it is none of an order placed here.
 */
export function deriveCredits(
  facts: OrderFacts,
  { payments, goodsMinor, life, deriving }: { payments: DerivedPayment[]; goodsMinor: number; life: OrderLifeState; deriving: Deriving }
): DerivedCredit[] {
  if (facts.credits.length > 0) return facts.credits.map((credit) => said(credit, deriving));
  let left = goodsMinor;
  return payments.flatMap(({ id: paymentId, method, capturedMinor, refundedMinor, transactions }) => {
    if (life === 'cancelled' && refundedMinor === capturedMinor) return [];
    const back = transactions.filter(({ kind, state }) => kind === 'refund' && state === 'succeeded');
    return back.map(({ id: refundId, amountMinor, at, endedAt }): DerivedCredit => {
      const ofGoods = Math.min(left, amountMinor);
      left -= ofGoods;
      const how = method === 'upi' || method === 'card' ? ('bank' as const) : ('by-hand' as const);
      const id = deriving.partId('credit', refundId, '');
      const paid = { id: deriving.partId('credit-refund', refundId, ''), paymentId, amountMinor, how, state: 'paid' as const };
      return {
        id,
        cause: `import:${refundId}`,
        reason: ofGoods > 0 ? 'returned' : 'goodwill',
        parcelId: null,
        returnId: null,
        ...NOTHING,
        goodsMinor: ofGoods,
        goodwillMinor: amountMinor - ofGoods,
        at,
        refunds: [{ ...paid, dueAt: at, paidAt: endedAt ?? at }]
      };
    });
  });
}

const NOTHING = {
  goodsMinor: 0,
  deliveryMinor: 0,
  goodwillMinor: 0,
  feeMinor: 0,
  nettedMinor: 0,
  untakenMinor: 0,
  bonusMinor: 0,
  policy: null
};

function said({ id, record }: OrderFacts['credits'][number], { idOf, partId }: Deriving): DerivedCredit {
  const { source } = record;
  return {
    id,
    cause: record.cause,
    reason: record.reason,
    parcelId: record.shipment ? idOf({ type: 'shipment', ...resolved(record.shipment, source) }) : null,
    returnId: record.return ?? null,
    goodsMinor: Number(record.goods),
    deliveryMinor: Number(record.delivery),
    goodwillMinor: Number(record.goodwill),
    feeMinor: Number(record.fee),
    nettedMinor: Number(record.netted),
    untakenMinor: Number(record.untaken),
    bonusMinor: Number(record.bonus),
    policy: record.policy ?? null,
    at: record.at,
    refunds: record.refunds.map((refund, index) => ({
      id: refund.id ?? partId('credit-refund', id, String(index)),
      paymentId: idOf({ type: 'payment', ...resolved(refund.payment, source) }),
      amountMinor: Number(refund.amount),
      how: refund.how,
      state: refund.state,
      dueAt: refund.due_at,
      paidAt: refund.paid_at ?? (refund.state === 'paid' ? refund.due_at : null)
    }))
  };
}

type Books = {
  facts: OrderFacts;
  payments: DerivedPayment[];
  credits: DerivedCredit[];
  totals: { totalMinor: number; goodsMinor: number; deliveryMinor: number };
  find: Find;
};

/**
 * Money that is still owed is sent from here, as that of any order, when the shop that owes it is one like this; of another one nobody knows
 * whether it sent it meanwhile. What was paid in cash a person gives back.
 */
function checkOwed({ facts, payments, credits, find }: Omit<Books, 'totals'>): void {
  for (const [index, credit] of credits.entries())
    for (const [place, { how, state, paymentId }] of credit.refunds.entries()) {
      if (state === 'paid' || how === 'by-hand') continue;
      const { spot, record } = facts.credits[index] ?? facts.order;
      const isSendable = how !== 'bank' || payments.some(({ id, transactions }) => id === paymentId && transactions.some(isTaken));
      if (record.source === OWN_SOURCE && isSendable) continue;
      const message = 'This money is still owed, and cannot be sent from here; send it where it was taken, then say when it was paid.';
      find(spot, { code: 'still_owed', pointer: `/refunds/${place}/state`, value: how, message });
    }
}

const isTaken = ({ kind, state, reference }: DerivedPayment['transactions'][number]): boolean =>
  (kind === 'charge' || kind === 'capture') && state === 'succeeded' && reference !== null;

/** Credits and payments of an order that stands must add up to what it costs, and no more may be the shopper's again than was theirs. */
export function checkBooks({ facts, payments, credits, totals, find }: Books, life: OrderLifeState): void {
  const { spot } = facts.order;
  const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0);
  for (const [index, credit] of credits.entries()) {
    const amount = credit.goodsMinor + credit.deliveryMinor + credit.goodwillMinor - credit.feeMinor;
    const given = credit.nettedMinor + credit.untakenMinor + sum(credit.refunds.map(({ amountMinor }) => amountMinor));
    const message = `The credit is of ${amount}, and ${given} of it is accounted for.`;
    if (given !== amount) find(facts.credits[index]?.spot ?? spot, { code: 'wrong_total', pointer: '/refunds', value: given, message });
  }
  checkOwed({ facts, payments, credits, find });
  const credited = (of: 'goodsMinor' | 'deliveryMinor') => sum(credits.map((credit) => credit[of]));
  if (credited('goodsMinor') > totals.goodsMinor || credited('deliveryMinor') > totals.deliveryMinor)
    find(facts.credits[0]?.spot ?? spot, { code: 'too_much_money', pointer: '/goods', message: 'More was credited than was ordered.' });
  if (!['confirmed', 'completed', 'closed'].includes(life)) return;
  const live = payments.filter(({ state, change }) => change === null && state !== 'declined' && state !== 'voided');
  const refunds = credits.flatMap((credit) => credit.refunds);
  const off = sum(refunds.filter(({ how }) => how === 'taken-off').map(({ amountMinor }) => amountMinor));
  const own = sum(live.map(({ amountMinor }) => amountMinor)) + off + sum(credits.map(({ nettedMinor }) => nettedMinor));
  const changes = sum(payments.filter(({ change }) => change !== null).map(({ capturedMinor }) => capturedMinor));
  if (own <= totals.totalMinor && totals.totalMinor <= own + changes) return;
  const message = `The order costs ${totals.totalMinor}, and its payments add up to ${own}; give each of them.`;
  find(spot, { code: 'wrong_total', pointer: '/total', value: own, message });
}
