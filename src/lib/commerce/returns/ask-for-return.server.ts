import type { Tx } from '#db/client.ts';
import { once, sealOf } from '#db/queries/idempotency.ts';
import { lockOrder, saveOrder, type OrderHead } from '#db/queries/orders.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { photosOf, tiePhotos } from '#db/queries/return-photos.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnableOrder, type Returnable } from '#db/queries/returnable.ts';
import { findReturn, insertReturn, type NewReturn, type NewReturnLine } from '#db/queries/returns.ts';
import { inTransaction } from '#db/transaction.ts';
import { foundOrder } from '#db/queries/receipt-searches.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { decideDifference } from '../policies/decide-payment.ts';
import { decideReturn, type ReturnPlan } from '../policies/decide-return.ts';
import { obey } from '../policies/obey.ts';
import type { PolicyMark, ReturnMethod, ReturnReason } from '../policies/policy.ts';
import { MARKET } from '../stores/market.ts';
import { atNode, mayAtNode } from '../stores/staff-policy.ts';
import { advance } from '#lib/kernel/advance.ts';
import { exchangeMachine } from './exchange/exchange.machine.ts';
import { askForExchange } from './steps/ask-for-exchange.server.ts';
import { exchangesAsked } from './steps/exchanges-asked.server.ts';
import { holdExchange } from './steps/hold-exchange.server.ts';
import { openIssue, type Issue } from './steps/open-issue.server.ts';
import { approveNow } from './steps/approve.server.ts';
import { readFoundName, type Proof } from './receipt-search.ts';
import { moneyOf, toOf } from './planned-money.ts';
import type { ReturnTurn } from './steps/in-return.server.ts';

/** Units of one line in one parcel. `photoIds`: pictures that were sent before, of this order. */
export type AskedLine = {
  fulfilmentLineId: string;
  quantity: number;
  reason: ReturnReason;
  detail: string;
  words: string;
  photoIds: readonly string[];
  /** What comes instead, as many as come back, each for the price that its shopper saw. */
  exchange?: { variantId: string; unitPriceMinor: number } | undefined;
};
export type AskForReturn = {
  orderId: string;
  lines: readonly AskedLine[];
  method: ReturnMethod;
  to: 'original' | 'store-credit';
  isKept: boolean;
  dropNodeId: string | null;
  /** What one of us found for whoever has no receipt, by its name; then another of us says yes. */
  foundAs?: string | undefined;
  /** The return in whose parcel one of us found it, without its having been announced; then a person says yes, or it goes back to its shopper. */
  surplusOf?: string | undefined;
  /** How the bank is asked for what an exchange costs more. */
  payBy?: 'upi' | 'card' | undefined;
  /** That of what its shopper was shown of the money (`readReturnPlan`); without it the return is whatever the policy makes of it now. */
  seal?: string | undefined;
  key: string;
};
/** `toPay`: an exchange costs more, and goes on when that is paid. */
export type AskedReturn = { returnId: string; number: string; toPay: boolean };

/**
 * Something is to come back. What the policy says yes to by itself is approved in the same step; the rest waits for a person. The edge has
 * opened the order: by its key, or as staff. Without a receipt, and of what came beside what was announced, a person always says yes. What is to come instead is bound in the same step, or kept until
 * it is paid. Refuses `not-found`, `key-reused`, `stale-version` and every code of the policy; `already-returning` also when another device was faster; of an exchange
 * `out-of-stock` when somebody else has it by now, `price-changed`, `no-service`, and `in-progress` where the order itself is still to be paid in cash.
 */
export async function askForReturn(shop: Shop, actor: Actor, { key, ...input }: AskForReturn): Promise<AskedReturn> {
  const named = once(`ask-for-return:${input.orderId}`, key, input);
  return inTransaction(shop, { actor, once: named }, async (tx, record) => {
    const order = await lockOrder(tx, input.orderId);
    const of = await returnableOrder(tx, input.orderId);
    if (!order || !of) refuse('not-found');
    const at = shop.now();
    const { by, plan } = await ruled(tx, { input, of, at, isInHand: mayAtNode(actor, 'take-returns') && input.method === 'store' });
    if (input.seal !== undefined && sealOf(moneyOf(plan)) !== input.seal) refuse('stale-version');
    const proof = await proofOf(tx, actor, { input, at });
    const parcel = await parcelOf(tx, actor, input);
    const made = newReturn(shop, actor, { input, of, by, plan, at, proof });
    if (!(await insertReturn(tx, made))) refuse('already-returning');
    await tie(tx, made, input);
    const stream = orderStream(order);
    record(stream.next(requested(made, of)));
    const step = { shop, actor, tx, record, order, stream, at };
    if (parcel) await openIssue({ ...step, found: parcel, units: [] }, surplusIn(made, of));
    const toPay = await goOn(step, made, input);
    await saveOrder(tx, order.id, { version: stream.version, at });
    return { returnId: made.id, number: made.number, toPay };
  });
}

/** `isInHand`: one of us has it before them, and needs no picture of it. */
type Ruling = { input: Omit<AskForReturn, 'key'>; of: Returnable; at: Date; isInHand: boolean };

async function ruled(tx: Tx, { input, of, at, isInHand }: Ruling): Promise<{ by: PolicyMark; plan: ReturnPlan }> {
  const policy = await policyOfOrder(tx, input.orderId);
  const known = await photosOf(tx, { orderId: input.orderId, ids: input.lines.flatMap(({ photoIds }) => photoIds) });
  const exchanges = await exchangesAsked(tx, of, input);
  const units = input.lines.map(({ fulfilmentLineId, quantity, reason, photoIds }) => {
    const hasPhoto = isInHand || photoIds.some((id) => known.has(id));
    return { fulfilmentLineId, quantity, reason, hasPhoto, exchange: exchanges.get(fulfilmentLineId) };
  });
  const { method, isKept, orderId, payBy = 'upi' } = input;
  const asked = { units, method, to: toOf(input), isKept };
  const request = { ...asked, payBy };
  const { by, plan } = obey(decideReturn(policy, { ...of, timeZone: MARKET.timeZone }, asked, at), { orderId, asked: 'return', request });
  const amountMinor = plan.exchange?.moreMinor ?? 0;
  if (amountMinor > 0)
    obey(decideDifference(policy, { method: payBy, amountMinor, coversMinor: null }), { orderId, asked: 'exchange', request });
  return { by, plan };
}

type Making = Omit<Ruling, 'isInHand'> & { by: PolicyMark; plan: ReturnPlan; proof: Proof };

/** Only what the actor found, a moment ago, and of this very order. Refuses `not-found`. */
async function proofOf(tx: Tx, actor: Actor, { input, at }: Pick<Ruling, 'input' | 'at'>): Promise<Proof> {
  if (input.foundAs === undefined) return 'receipt';
  const name = readFoundName(input.foundAs);
  const found = name && isStaff(actor) ? await foundOrder(tx, { ...name, userId: actor.userId, at }) : undefined;
  if (found?.orderId !== input.orderId) refuse('not-found');
  return found.way;
}

/** Which parcel of the same order it lay in, by whoever has it before them. Refuses `forbidden`, `not-found`. */
async function parcelOf(tx: Tx, actor: Actor, { surplusOf, orderId }: Pick<AskForReturn, 'surplusOf' | 'orderId'>) {
  if (surplusOf === undefined) return undefined;
  atNode(actor, 'take-returns');
  const parcel = await findReturn(tx, surplusOf);
  return parcel?.orderId === orderId ? parcel : refuse('not-found');
}

/** What lay beside what was announced, by name, and the return that it has of its own now. */
function surplusIn(made: NewReturn, { lines }: Returnable): Issue {
  const named = made.lines.map(({ fulfilmentLineId, unitIds }) => {
    const line = lines.find((one) => one.fulfilmentLineId === fulfilmentLineId);
    return `${unitIds.length} × ${[line?.title ?? '', ...(line?.options ?? [])].join(', ')}`;
  });
  const words = `${named.join('; ')}: ${made.number}`;
  return { kind: 'more-than-announced', words, nodeId: made.dropNodeId, cause: `surplus:${made.id}` };
}

function newReturn(shop: Shop, actor: Actor, { input, of, by, plan, at, proof }: Making): NewReturn {
  const lines = input.lines.flatMap((asked): NewReturnLine[] => {
    const sent = of.lines.find(({ fulfilmentLineId }) => fulfilmentLineId === asked.fulfilmentLineId);
    if (!sent) return [];
    const { fulfilmentLineId, orderLineId, variantId, unitPriceMinor } = sent;
    const unitIds = Array.from({ length: asked.quantity }, () => shop.newId());
    const { reason, detail, words } = asked;
    const line = { id: shop.newId(), fulfilmentLineId, orderLineId, variantId, unitPriceMinor };
    return [{ ...line, reason, detail, words, exchange: asked.exchange ?? null, unitIds }];
  });
  return {
    ...plan,
    approval: (proof !== 'receipt' || input.surplusOf !== undefined) && plan.approval === 'rule' ? 'person' : plan.approval,
    proof,
    askedBy: proof !== 'receipt' && isStaff(actor) ? actor.userId : null,
    id: shop.newId(),
    number: `R-${shop.newCode(8)}`,
    orderId: input.orderId,
    state: 'requested',
    channel: actor.channel,
    method: input.method,
    to: toOf(input),
    currency: of.currency,
    policy: by,
    exchangeState: exchangeStateOf(plan),
    exchangeMoreMinor: plan.exchange?.moreMinor ?? 0,
    dropNodeId: input.dropNodeId,
    at,
    approvedAt: null,
    lines
  };
}

const exchangeStateOf = ({ exchange }: ReturnPlan): NewReturn['exchangeState'] => {
  if (!exchange) return null;
  const state = advance(exchangeMachine, { state: 'asked', context: { costsMore: exchange.moreMinor > 0 } }, { type: 'confirm' });
  return state === 'awaiting_payment' ? state : 'held';
};

async function tie(tx: Tx, made: NewReturn, { lines, orderId }: Pick<AskForReturn, 'lines' | 'orderId'>): Promise<void> {
  for (const { fulfilmentLineId, photoIds } of lines) {
    const line = made.lines.find((one) => one.fulfilmentLineId === fulfilmentLineId);
    // oxlint-disable-next-line no-await-in-loop -- a handful of lines, each with its pictures in one statement
    if (line && photoIds.length > 0) await tiePhotos(tx, { orderId, ids: photoIds, returnLineId: line.id });
  }
}

function requested(made: NewReturn, { lines }: Returnable) {
  const units = made.lines.map(({ fulfilmentLineId, variantId, reason, unitIds }) => {
    const was = lines.find((line) => line.fulfilmentLineId === fulfilmentLineId);
    return { variantId: was?.variantId ?? variantId, quantity: unitIds.length, reason };
  });
  const { id: returnId, number, method, to, trigger, goodsMinor, refundDueAt, policy } = made;
  const how = { number, units, method, to, trigger, goodsMinor, refundDueAt: refundDueAt.toISOString(), policy };
  return { type: 'return.requested' as const, returnId, ...how };
}

type Step = Omit<ReturnTurn, 'found' | 'units'> & { order: OrderHead };

/** Says whether something is to be paid first: then no more happens until it is. */
async function goOn(
  step: Step,
  { id, approval }: NewReturn,
  { payBy = 'upi' }: AskForReturn | Omit<AskForReturn, 'key'>
): Promise<boolean> {
  const found = (await findReturn(step.tx, id)) ?? refuse('not-found');
  const turn = { ...step, found, units: await unitsOfReturn(step.tx, id) };
  if (found.exchangeState === 'awaiting_payment') {
    await askForExchange(turn, payBy);
    return true;
  }
  if (found.exchangeState === 'held') await holdExchange(turn);
  if (approval === 'rule') await approveNow(turn, 'rule');
  return false;
}
