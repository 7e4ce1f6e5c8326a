import { once } from '#db/queries/idempotency.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { findReturn } from '#db/queries/returns.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { decideDifference } from '../policies/decide-payment.ts';
import { obey } from '../policies/obey.ts';
import { atNode } from '../stores/staff-policy.ts';
import { askedFor, payAsked, refuseTaken } from './pay-asked.server.ts';

/** `seenMinor`: what was counted, as it stood on the screen. */
export type TakeMoreInCash = { returnId: string; seenMinor: number; key: string };

/**
 * One of us counted in cash, at a counter, what an exchange costs more. By its key once. Refuses `forbidden`, `not-found`, `not-allowed` when nothing waits for
 * it any more, `in-progress` while a bank has it in hand, `stale-version` when something else is left to pay than was seen, and `not-paid-so` by the policy.
 */
export async function takeMoreInCash(shop: Shop, actor: Actor, { returnId, seenMinor, key }: TakeMoreInCash): Promise<void> {
  atNode(actor, 'sell-in-store');
  const { orderId, exchangeMoreMinor } = (await findReturn(shop.db, returnId)) ?? refuse('not-found');
  if (exchangeMoreMinor === 0) refuse('not-allowed', 'nothing on top');
  await refuseTaken(shop, orderId, returnId);
  await inTransaction(shop, { actor, once: once(`take-more-in-cash:${returnId}`, key, { seenMinor }) }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId)) ?? refuse('not-found');
    const at = shop.now();
    const asked = await askedFor(tx, { order, changeId: returnId, at });
    const { amountMinor } = asked.last;
    if (amountMinor !== seenMinor) refuse('stale-version');
    const difference = { method: 'pay_in_store' as const, amountMinor, coversMinor: null };
    obey(decideDifference(await policyOfOrder(tx, orderId), difference), { orderId, asked: 'exchange' });
    const paid = { id: shop.newId(), method: 'cash' as const, amountMinor, reference: 'cash' };
    const stream = orderStream(order);
    record(...(await payAsked(tx, { order, changeId: returnId, at, asked, paid, stream, newId: shop.newId })));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}
