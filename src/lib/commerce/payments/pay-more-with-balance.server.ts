import { once } from '#db/queries/idempotency.ts';
import { findChange } from '#db/queries/order-changes.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { creditOfCustomer, findValueBySeal, redeem } from '#db/queries/stored-values.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { decideDifference } from '../policies/decide-payment.ts';
import { obey } from '../policies/obey.ts';
import { askedFor, payAsked, refuseTaken } from './pay-asked.server.ts';
import { isSpendable, isTheirs, typedSeal, type StoredValue } from './stored-value.ts';

/** By a code as it was typed, or with `credit`, that of the account one is signed in to. `changeId`: of the change or exchange that costs more. */
export type PayMoreWithBalance = { orderKey: string; changeId: string; key: string } & ({ typed: string } | { credit: true });

/**
 * A gift card or store credit pays what a change or an exchange costs more, as far as the policy lets it: a part only where it need not cover all, and the
 * bank is asked for the rest. It is taken at once. Refuses `not-found`, `order-cancelled`, `not-allowed` when nothing waits for it any more, `in-progress` while
 * a bank has it in hand, `balance-wrong` alike for what is unknown, empty, blocked or over, `balance-changed` when somebody spent it at this moment, and by the
 * policy `not-paid-so` and `card-covers-less`.
 */
export async function payMoreWithBalance(
  shop: Shop,
  actor: Actor,
  input: PayMoreWithBalance
): Promise<{ paidMinor: number; restMinor: number }> {
  const orderId = shop.keys.open('order', input.orderKey) ?? refuse('not-found');
  const { changeId, key } = input;
  const which = 'typed' in input ? { seal: typedSeal(shop.keys.seal, input.typed) } : { credit: true };
  const named = once(`pay-more-with-balance:${changeId}`, key, which);
  await refuseTaken(shop, orderId, changeId);
  return inTransaction(shop, { actor, once: named }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId)) ?? refuse('not-found');
    const at = shop.now();
    const asked = await askedFor(tx, { order, changeId, at });
    // Who pays the whole order in another way chose a bank for it.
    if ((await findChange(tx, changeId))?.kind === 'payment') refuse('not-paid-so');
    const value = await valueOf(tx, actor, { ...which, currency: order.currency });
    if (!value || !isSpendable(value, { currency: order.currency, at }) || !isTheirs(value, actor)) refuse('balance-wrong');
    const dueMinor = asked.last.amountMinor;
    const difference = { method: value.kind, amountMinor: dueMinor, coversMinor: value.balanceMinor };
    obey(decideDifference(await policyOfOrder(tx, orderId), difference), { orderId, asked: 'difference' });

    const paidMinor = Math.min(value.balanceMinor, dueMinor);
    const paid = { id: shop.newId(), method: value.kind, amountMinor: paidMinor, reference: 'balance' };
    const stream = orderStream(order);
    record(...(await payAsked(tx, { order, changeId, at, asked, paid, stream, newId: shop.newId })));
    const entry = { id: shop.newId(), valueId: value.id, deltaMinor: -paidMinor, cause: `payment:${paid.id}`, orderId, paymentId: paid.id };
    if (!(await redeem(tx, { ...entry, actor, at }))) refuse('balance-changed');
    await saveOrder(tx, orderId, { version: stream.version, at });
    return { paidMinor, restMinor: dueMinor - paidMinor };
  });
}

type Which = { seal?: string; currency: string };

async function valueOf(tx: Tx, actor: Actor, { seal, currency }: Which): Promise<StoredValue | undefined> {
  if (seal !== undefined) return findValueBySeal(tx, seal);
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  return customerId === undefined ? undefined : creditOfCustomer(tx, customerId, currency);
}
