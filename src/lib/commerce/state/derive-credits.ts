import type { OrderLifeState } from '../orders/order-life.machine.ts';
import { sumMinor } from '#lib/kernel/money.ts';
import type { DerivedCredit, DerivedPayment, DerivedReturn, Deriving, Find, OrderFacts } from './order-facts.ts';
import { OWN_SOURCE } from './state-record.ts';
import { resolved } from './references.ts';

/**
 * What was the shopper's again. What went back and no credit of the file speaks of gets one: that of its return, else of goods as far as there
 * are any; what went back whole because the order was never to be is no credit, as it is none of an order placed here.
 */
export function deriveCredits(facts: OrderFacts, crediting: Crediting): DerivedCredit[] {
  const credits = facts.credits.map((credit) => said(credit, crediting.deriving));
  // A shop like this says all that it owed.
  const others = facts.payments.filter(({ record }) => record.source !== OWN_SOURCE).map(({ id }) => id);
  const payments = crediting.payments.filter(({ id, isInferred }) => isInferred || others.includes(id));
  const unsaid = unsaidRefunds(payments, { credits, life: crediting.life });
  const left = { goodsMinor: crediting.goodsMinor - sumMinor(credits.map(({ goodsMinor }) => goodsMinor)) };
  const ofReturns = crediting.returns.flatMap((returned) => {
    const its = unsaid.filter(({ id }) => returnOf(facts, id, crediting.deriving) === returned.id);
    return its.length > 0 ? [creditOfReturn(returned, its, { left, deriving: crediting.deriving })] : [];
  });
  const named = new Set(ofReturns.flatMap(({ refunds }) => refunds.map(({ id }) => id)));
  const rest = unsaid.filter(({ id }) => !named.has(crediting.deriving.partId('credit-refund', id, '')));
  return [...credits, ...ofReturns, ...rest.map((back) => creditOf(back, left, crediting.deriving))];
}

type Crediting = { payments: DerivedPayment[]; returns: DerivedReturn[]; goodsMinor: number; life: OrderLifeState; deriving: Deriving };
type Back = { id: string; paymentId: string; amountMinor: number; how: 'bank' | 'by-hand'; at: string; paidAt: string };

/** Payment by payment, what went back beyond what the credits say. */
function unsaidRefunds(payments: DerivedPayment[], { credits, life }: { credits: DerivedCredit[]; life: OrderLifeState }): Back[] {
  const paid = credits.flatMap(({ refunds }) => refunds.filter(({ state, how }) => state === 'paid' && how !== 'taken-off'));
  return payments.flatMap(({ id: paymentId, method, capturedMinor, refundedMinor, transactions }) => {
    let known = sumMinor(paid.filter((refund) => refund.paymentId === paymentId).map(({ amountMinor }) => amountMinor));
    if (known === 0 && life === 'cancelled' && refundedMinor === capturedMinor) return [];
    const how = method === 'upi' || method === 'card' ? ('bank' as const) : ('by-hand' as const);
    return transactions.flatMap(({ id, kind, state, amountMinor, at, endedAt }) => {
      if (kind !== 'refund' || state !== 'succeeded') return [];
      known -= amountMinor;
      return known >= 0 ? [] : [{ id, paymentId, amountMinor, how, at, paidAt: endedAt ?? at }];
    });
  });
}

function returnOf(facts: OrderFacts, refundId: string, { idOf }: Deriving): string | undefined {
  const refund = facts.refunds.find(({ id }) => id === refundId)?.record;
  return refund?.return ? idOf({ type: 'return', ...resolved(refund.return, refund.source) }) : undefined;
}

type Left = { goodsMinor: number };

/** All that went back for one return is one credit, by however many payments. */
function creditOfReturn(returned: DerivedReturn, its: Back[], { left, deriving }: { left: Left; deriving: Deriving }): DerivedCredit {
  const amountMinor = sumMinor(its.map((back) => back.amountMinor));
  const goodsMinor = Math.min(left.goodsMinor, returned.goodsMinor, amountMinor);
  left.goodsMinor -= goodsMinor;
  const deliveryMinor = Math.min(returned.bringingMinor, amountMinor - goodsMinor);
  return {
    id: deriving.partId('credit', returned.id, ''),
    cause: `return:${returned.id}`,
    reason: 'returned',
    parcelId: null,
    returnId: returned.id,
    ...NOTHING,
    goodsMinor,
    deliveryMinor,
    goodwillMinor: amountMinor - goodsMinor - deliveryMinor,
    at: its[0]?.at ?? returned.record.asked_at,
    refunds: its.map((back) => paidBack(back, deriving))
  };
}

function creditOf(back: Back, left: Left, deriving: Deriving): DerivedCredit {
  const { id: refundId, amountMinor, at } = back;
  const goodsMinor = Math.min(left.goodsMinor, amountMinor);
  left.goodsMinor -= goodsMinor;
  return {
    id: deriving.partId('credit', refundId, ''),
    cause: `import:${refundId}`,
    reason: goodsMinor > 0 ? 'returned' : 'goodwill',
    parcelId: null,
    returnId: null,
    ...NOTHING,
    goodsMinor,
    goodwillMinor: amountMinor - goodsMinor,
    at,
    refunds: [paidBack(back, deriving)]
  };
}

const paidBack = ({ id, paymentId, amountMinor, how, at, paidAt }: Back, { partId }: Deriving): DerivedCredit['refunds'][number] => ({
  id: partId('credit-refund', id, ''),
  paymentId,
  amountMinor,
  how,
  state: 'paid',
  dueAt: at,
  paidAt
});

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
    returnId: record.return ? idOf({ type: 'return', ...resolved(record.return, source) }) : null,
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
  returns: DerivedReturn[];
  totals: { totalMinor: number; goodsMinor: number; deliveryMinor: number };
  find: Find;
};

/**
 * Money that is still owed is sent from here, as that of any order, when the shop that owes it is one like this; of another one nobody knows
 * whether it sent it meanwhile. What was paid in cash a person gives back.
 */
function checkOwed({ facts, payments, credits, find }: Omit<Books, 'totals' | 'returns'>): void {
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

/** A return gives what was said of it and no more. */
function checkReturns({ facts, credits, returns, find }: Pick<Books, 'facts' | 'credits' | 'returns' | 'find'>): void {
  for (const [index, { returnId, goodsMinor, deliveryMinor }] of credits.entries()) {
    const returned = returns.find(({ id }) => id === returnId);
    if (returnId === null || (returned && goodsMinor <= returned.goodsMinor && deliveryMinor <= returned.bringingMinor)) continue;
    const message = returned
      ? `The return is worth ${returned.goodsMinor} and ${returned.bringingMinor} for bringing it, and more was credited.`
      : 'The return is of another order.';
    find(facts.credits[index]?.spot ?? facts.order.spot, { code: 'too_much_money', pointer: '/return', message });
  }
}

/** Credits and payments of an order that stands must add up to what it costs, and no more may be the shopper's again than was theirs. */
export function checkBooks({ facts, payments, credits, returns, totals, find }: Books, life: OrderLifeState): void {
  const { spot } = facts.order;
  const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0);
  for (const [index, credit] of credits.entries()) {
    const amount = credit.goodsMinor + credit.deliveryMinor + credit.goodwillMinor - credit.feeMinor;
    const given = credit.nettedMinor + credit.untakenMinor + sum(credit.refunds.map(({ amountMinor }) => amountMinor));
    const message = `The credit is of ${amount}, and ${given} of it is accounted for.`;
    if (given !== amount) find(facts.credits[index]?.spot ?? spot, { code: 'wrong_total', pointer: '/refunds', value: given, message });
  }
  checkOwed({ facts, payments, credits, find });
  checkReturns({ facts, credits, returns, find });
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
