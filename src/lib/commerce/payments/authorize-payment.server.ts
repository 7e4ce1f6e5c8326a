import { once, saveAnswer, type Once } from '#db/queries/idempotency.ts';
import type { OpenPayment } from '#db/queries/payments.ts';
import { findPayable, findPayableOfCharge, saveSettlement, type Paid, type Payable } from '#db/queries/settlements.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { EXPIRED, type BankAnswer, type PaymentOutcome } from './payment.ts';
import type { Taking } from '../policies/policy.ts';
import { keptCard } from './kept-card.ts';
import { isKeyReused, isProviderUnreachable } from './payment-provider.ts';
import { settle, type ChargedPayment } from './settlement.ts';

/**
 * By the shopper with the order's key, by a job with its id, by the bank with the key of the charge. Without a handle the bank is only asked what it knows.
 * With `changeId` it is what that change of the order costs more.
 * `key` makes a repeat answer as the first time did; `method`, when given, must be that of the payment that waits.
 */
export type AuthorizePayment = PayByShopper | (Paid & { orderId: string }) | { chargeKey: string };
type PayByShopper = {
  orderKey: string;
  changeId?: string | undefined;
  handle: string;
  returnUrl?: string;
  key?: string;
  method?: 'upi' | 'card' | undefined;
};

/**
 * Asks the bank for the order's money, or to stand for it where the policy takes it as parcels leave, and writes down what it said. Safe to repeat: the bank knows the key, and an answer
 * counts once. Money that the bank takes while we end an unpaid payment is written down as late, and a job sends it back. When the bank does not answer, nothing is decided and a job asks again.
 * Refuses `not-found`, `key-reused`, `not-allowed` (detail: the method of the payment that waits).
 */
export async function authorizePayment(shop: Shop, actor: Actor, input: AuthorizePayment): Promise<PaymentOutcome> {
  const { found, named } = await payableOf(shop, input);
  if (!found) refuse('not-found');
  if (found.saved !== undefined) return found.saved as PaymentOutcome;
  const { payment } = found;
  if (!isCharged(payment)) return { outcome: 'cash' };
  if (hasEnded(payment) && !hasExpired(payment)) return endedBefore(payment, named);

  const answer = await askBank(shop, { payment, number: found.order.number, taking: found.taking }, input);
  if (!answer) return { outcome: 'unknown' };
  if (hasExpired(payment) && !isTaken(answer)) return endedBefore(payment, named);
  if (answer === 'not-asked') return { outcome: 'not-asked' };
  return writeDown(shop, actor, { found, payment, answer, named });
}

async function payableOf(shop: Shop, input: AuthorizePayment): Promise<{ found: Payable | undefined; named: Once | undefined }> {
  if ('chargeKey' in input) return { found: await findPayableOfCharge(shop.db, input.chargeKey), named: undefined };
  const orderId = 'orderId' in input ? input.orderId : shop.keys.open('order', input.orderKey);
  const named = orderId && 'handle' in input ? nameOf(orderId, input) : undefined;
  const { changeId } = input;
  return { found: orderId ? await findPayable(shop.db, { orderId, changeId }, named) : undefined, named };
}

/** Whoever comes with a new key after a no is told so: another payment may be tried. */
function endedBefore(payment: ChargedPayment, named: Once | undefined): PaymentOutcome {
  return payment.transaction.state === 'failed' && named ? { ...DECLINED, earlier: true } : outcomeOf(payment);
}

/** The handle is part of the fingerprint and must not be found out from it: the order's key, which is kept nowhere, salts it. */
function nameOf(orderId: string, { key, orderKey, handle, changeId }: PayByShopper): Once | undefined {
  return once(`authorize-payment:${changeId ?? orderId}`, key, { orderKey, handle });
}

/**
 * Undefined: nobody knows yet. `not-asked`: the bank never heard of it, so the shopper may press Pay again with the same key.
 * A second press with another instrument under the same key is no second payment either: the bank's first answer stands.
 */
async function askBank(
  shop: Shop,
  { payment, number, taking }: { payment: ChargedPayment; number: string; taking: Taking | null },
  input: AuthorizePayment
): Promise<BankAnswer | 'not-asked' | undefined> {
  const { amountMinor, currency, method, transaction } = payment;
  if (!('handle' in input) || transaction.state !== 'started') return truthOf(shop, transaction.key);
  const { handle, returnUrl } = input;
  if (input.method && input.method !== method) refuse('not-allowed', method);
  const order = {
    key: transaction.key,
    amountMinor,
    currency,
    orderNumber: number,
    instrument: { method: method as 'upi' | 'card', handle }
  };
  const asked = { ...order, ...(returnUrl !== undefined && { returnUrl }) };
  try {
    // What a change costs more is taken at once: what leaves with it may have left before.
    const isLater = taking === 'on-leaving' && payment.changeId === null;
    return await (isLater ? shop.payments.authorize(asked) : shop.payments.charge(asked));
  } catch (fault) {
    if (isProviderUnreachable(fault) || isKeyReused(fault)) return truthOf(shop, transaction.key);
    throw fault;
  }
}

async function truthOf(shop: Shop, key: string): Promise<BankAnswer | 'not-asked' | undefined> {
  try {
    const truth = await shop.payments.find(key);
    if (!truth) return 'not-asked';
    if (truth.outcome !== 'voided' && truth.outcome !== 'refunded') return truth;
    throw new Error(`the bank says ${truth.outcome} of a charge`);
  } catch (fault) {
    if (isProviderUnreachable(fault)) return undefined;
    throw fault;
  }
}

type Written = { found: Payable; payment: ChargedPayment; answer: BankAnswer; named: Once | undefined };

/** One guarded write. Whoever changed the order meanwhile may have written the same answer down: then that one stands. */
async function writeDown(shop: Shop, actor: Actor, { found, payment: asked, answer, named }: Written): Promise<PaymentOutcome> {
  const outcome: PaymentOutcome = answer.outcome === 'captured' || answer.outcome === 'authorized' ? { outcome: answer.outcome } : answer;
  const card = 'card' in answer && answer.card ? keptCard(shop.keys.seal, answer.card) : null;
  let seen = found;
  const written = await untilUnchanged(async () => {
    const { order, payment, parcels } = seen;
    if (!isCharged(payment)) throw new Error(`order ${order.id} lost its payment`);
    if (isTold(payment, asked, answer)) {
      if (named && hasEnded(payment)) await saveAnswer(shop.db, named, outcomeOf(payment));
      return outcomeOf(payment);
    }
    const settlement = settle({ order, payment, parcels }, answer);
    if (await saveSettlement(shop.db, settlement, { order, actor, at: shop.now(), once: named, answer: outcome, card })) return outcome;
    seen = (await findPayableOfCharge(shop.db, asked.transaction.key)) ?? seen;
    return undefined;
  });
  shop.outbox.wake();
  return written;
}

function isTold(payment: ChargedPayment, asked: ChargedPayment, answer: BankAnswer): boolean {
  const { transaction } = payment;
  if (transaction.key !== asked.transaction.key) return true;
  if (hasEnded(payment)) return !(hasExpired(payment) && isTaken(answer));
  return answer.outcome === 'action-required' && transaction.state === 'action_required';
}

const DECLINED = { outcome: 'declined', reason: 'bank-said-no' } as const;

const isCharged = (payment: OpenPayment | undefined): payment is ChargedPayment => Boolean(payment?.transaction);
const hasEnded = ({ transaction }: ChargedPayment): boolean => transaction.state === 'succeeded' || transaction.state === 'failed';

/** Ended by us because its time was over: the bank never said no, and may have taken it at that very moment. */
const hasExpired = ({ transaction }: ChargedPayment): boolean => transaction.state === 'failed' && transaction.reason === EXPIRED;
const isTaken = (answer: BankAnswer | 'not-asked'): boolean =>
  answer !== 'not-asked' && (answer.outcome === 'captured' || answer.outcome === 'authorized');

function outcomeOf({ transaction }: ChargedPayment): PaymentOutcome {
  switch (transaction.state) {
    case 'succeeded':
      return { outcome: transaction.kind === 'authorize' ? 'authorized' : 'captured' };
    case 'failed':
      return DECLINED;
    case 'action_required':
      return { outcome: 'action-required', actionUrl: transaction.actionUrl ?? '' };
    case 'started':
      return { outcome: 'unknown' };
  }
}
