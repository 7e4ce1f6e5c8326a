import { changesOf } from '#db/queries/order-changes.ts';
import { exchangeToPay } from '#db/queries/exchanges.ts';
import { newestPayment } from '#db/queries/payments.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import type { TrackedOrder } from '#lib/commerce/orders/tracked-order.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { giftCardsToTry, ownCredit } from '../../../checkout/payment/balances-here.ts';
import { instrumentsToTry } from '../../../checkout/read-payment.ts';

/** The change or exchange that waits to be paid, what is left of that, and what it may be paid with. */
export async function toPayOf(shop: Shop, actor: Actor, order: TrackedOrder) {
  const waiting = changeWaiting(await changesOf(shop.db, order.id)) ?? (await exchangeWaiting(shop, order.id));
  const asked = waiting && (await newestPayment(shop.db, order.id, waiting.changeId));
  // Paid a moment ago: it is made in the next.
  if (!waiting || !asked || asked.state === 'captured' || asked.isLapsed) return { toPay: null, instruments: [], balances: null };
  const method = asked.method === 'card' ? ('card' as const) : ('upi' as const);
  const toPay = { ...waiting, method, amountMinor: asked.amountMinor };
  const balances = waiting.kind === 'payment' ? null : await balancesFor(shop, actor, order);
  return { toPay, instruments: instrumentsToTry(), balances };
}

/** `mayPayPart`: a gift card need not cover all of it. Null where the policy takes none of them. */
async function balancesFor(shop: Shop, actor: Actor, order: TrackedOrder) {
  const { difference, giftCardMustCover } = (await policyOfOrder(shop.db, order.id)).terms.payment;
  if (!difference.includes('gift_card') && !difference.includes('store_credit')) return null;
  const creditMinor = difference.includes('store_credit') ? await ownCredit(shop, actor, { currency: order.currency }) : null;
  return { creditMinor, giftCards: await giftCardsToTry(shop), mayPayPart: !giftCardMustCover };
}

function changeWaiting(changes: Awaited<ReturnType<typeof changesOf>>) {
  const waiting = changes.find(({ state }) => state === 'awaiting_payment');
  if (!waiting) return undefined;
  const { id: changeId, kind } = waiting;
  return { changeId, kind };
}

async function exchangeWaiting({ db }: Shop, orderId: string) {
  const waiting = await exchangeToPay(db, orderId);
  return waiting && { changeId: waiting.changeId, kind: 'exchange' as const };
}
