import type { Tx } from '#db/client.ts';
import { once } from '#db/queries/idempotency.ts';
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
import { decideReturn, type ReturnPlan } from '../policies/decide-return.ts';
import { obey } from '../policies/obey.ts';
import type { PolicyMark, ReturnMethod, ReturnReason } from '../policies/policy.ts';
import { MARKET } from '../stores/market.ts';
import { mayAtNode } from '../stores/staff-policy.ts';
import { approveNow } from './steps/approve.server.ts';
import { readFoundName, type Proof } from './receipt-search.ts';
import type { ReturnTurn } from './steps/in-return.server.ts';

/** Units of one line in one parcel. `photoIds`: pictures that were sent before, of this order. */
export type AskedLine = {
  fulfilmentLineId: string;
  quantity: number;
  reason: ReturnReason;
  detail: string;
  words: string;
  photoIds: readonly string[];
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
  key: string;
};
export type AskedReturn = { returnId: string; number: string };

/**
 * Something is to come back. What the policy says yes to by itself is approved in the same step; the rest waits for a person. The edge has
 * opened the order: by its key, or as staff. Without a receipt it always does. Refuses `not-found`, `key-reused` and every code of the policy; `already-returning` also when
 * another device was faster.
 */
export async function askForReturn(shop: Shop, actor: Actor, { key, ...input }: AskForReturn): Promise<AskedReturn> {
  const named = once(`ask-for-return:${input.orderId}`, key, input);
  return inTransaction(shop, { actor, once: named }, async (tx, record) => {
    const order = await lockOrder(tx, input.orderId);
    const of = await returnableOrder(tx, input.orderId);
    if (!order || !of) refuse('not-found');
    const at = shop.now();
    const { by, plan } = await ruled(tx, { input, of, at, isInHand: mayAtNode(actor, 'take-returns') && input.method === 'store' });
    const proof = await proofOf(tx, actor, { input, at });
    const made = newReturn(shop, actor, { input, of, by, plan, at, proof });
    if (!(await insertReturn(tx, made))) refuse('already-returning');
    await tie(tx, made, input);
    const stream = orderStream(order);
    record(stream.next(requested(made, of)));
    await approveIfRuled({ shop, actor, tx, record, order, stream, at }, made);
    await saveOrder(tx, order.id, { version: stream.version, at });
    return { returnId: made.id, number: made.number };
  });
}

/** `isInHand`: one of us has it before them, and needs no picture of it. */
type Ruling = { input: Omit<AskForReturn, 'key'>; of: Returnable; at: Date; isInHand: boolean };

async function ruled(tx: Tx, { input, of, at, isInHand }: Ruling): Promise<{ by: PolicyMark; plan: ReturnPlan }> {
  const policy = await policyOfOrder(tx, input.orderId);
  const known = await photosOf(tx, { orderId: input.orderId, ids: input.lines.flatMap(({ photoIds }) => photoIds) });
  const units = input.lines.map(({ fulfilmentLineId, quantity, reason, photoIds }) => {
    return { fulfilmentLineId, quantity, reason, hasPhoto: isInHand || photoIds.some((id) => known.has(id)) };
  });
  const { method, to, isKept } = input;
  const ruling = decideReturn(policy, { ...of, timeZone: MARKET.timeZone }, { units, method, to, isKept }, at);
  return obey(ruling, { orderId: input.orderId, asked: 'return' });
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

function newReturn(shop: Shop, actor: Actor, { input, of, by, plan, at, proof }: Making): NewReturn {
  const lines = input.lines.flatMap((asked): NewReturnLine[] => {
    const sent = of.lines.find(({ fulfilmentLineId }) => fulfilmentLineId === asked.fulfilmentLineId);
    if (!sent) return [];
    const { fulfilmentLineId, orderLineId, variantId, unitPriceMinor } = sent;
    const unitIds = Array.from({ length: asked.quantity }, () => shop.newId());
    const { reason, detail, words } = asked;
    const line = { id: shop.newId(), fulfilmentLineId, orderLineId, variantId, unitPriceMinor };
    return [{ ...line, reason, detail, words, exchangeVariantId: null, unitIds }];
  });
  return {
    ...plan,
    approval: proof !== 'receipt' && plan.approval === 'rule' ? 'person' : plan.approval,
    proof,
    askedBy: proof !== 'receipt' && isStaff(actor) ? actor.userId : null,
    id: shop.newId(),
    number: `R-${shop.newCode(8)}`,
    orderId: input.orderId,
    state: 'requested',
    channel: actor.channel,
    method: input.method,
    to: input.to,
    currency: of.currency,
    policy: by,
    dropNodeId: input.dropNodeId,
    at,
    approvedAt: null,
    lines
  };
}

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

async function approveIfRuled(step: Step, { id, approval }: NewReturn): Promise<void> {
  const found = approval === 'rule' ? await findReturn(step.tx, id) : undefined;
  if (found) await approveNow({ ...step, found, units: await unitsOfReturn(step.tx, id) }, 'rule');
}
