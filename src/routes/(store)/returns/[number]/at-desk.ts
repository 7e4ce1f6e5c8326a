import type { Cookies } from '@sveltejs/kit';
import { newestPayment } from '#db/queries/payments.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import type { ReturnMoney } from '#db/queries/return-desk.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import type { ReturnCase } from '#db/queries/returns.ts';
import { cashAtCounter } from '#db/queries/refunds.ts';
import { managersWithPin } from '#db/queries/staff-devices.ts';
import { decideCash } from '#lib/commerce/policies/decide-cash.ts';
import { mayGiveCash } from '#lib/commerce/stores/staff-policy.ts';
import type { Staff } from '#lib/kernel/actor.ts';
import { testInstruments } from '#lib/server/providers/test-bank/test-instruments.ts';
import { staffDeviceFrom } from '#lib/server/staff-device.ts';
import type { Shop } from '#lib/server/shop.ts';

/** Who may say yes with their PIN at this very device: managers of its place, but for whoever asked or said yes before. */
export async function vouchersHere(shop: Shop, cookies: Cookies, { askedBy, approvedOnceBy }: ReturnCase) {
  const device = await staffDeviceFrom(shop, cookies);
  const managers = device ? await managersWithPin(shop.db, device.nodeId) : [];
  return managers.filter(({ userId }) => userId !== askedBy && userId !== approvedOnceBy);
}

/** Which of the parts that are owed in cash the actor may give; the others are for a manager. */
export async function cashFor(shop: Shop, actor: Staff, { found, money }: { found: ReturnCase; money: ReturnMoney[] }): Promise<string[]> {
  const owed = money.filter(({ how, state }) => how === 'by-hand' && state === 'due');
  const givesAny: boolean = mayGiveCash(actor);
  if (owed.length === 0 || givesAny) return owed.map(({ id }) => id);
  const policy = await policyOfOrder(shop.db, found.orderId);
  const rulings = owed.map(async ({ id, amountMinor }) => {
    const { nodeId, givenMinor } = await cashAtCounter(shop.db, id);
    return nodeId === actor.nodeId && decideCash(policy, { amountMinor, givenMinor }).allowed ? [id] : [];
  });
  return (await Promise.all(rulings)).flat();
}

/** What of the same order may lie in the parcel as well: whatever is with its shopper. */
export async function mayLieIn(shop: Shop, { orderId }: ReturnCase) {
  const lines = (await returnableOrder(shop.db, orderId))?.lines ?? [];
  return lines.flatMap(({ fulfilmentLineId, title, options, quantity, claimed, deliveredAt }) =>
    deliveredAt !== null && quantity > claimed
      ? [{ id: fulfilmentLineId, name: [title, ...options].join(', '), left: quantity - claimed }]
      : []
  );
}

/** What is left to be paid for what comes instead, and whether the terminal here may ask a card for it. */
export async function toPayHere(shop: Shop, { id, orderId }: ReturnCase) {
  const asked = await newestPayment(shop.db, orderId, id);
  if (!asked || asked.state === 'captured' || asked.isLapsed) return null;
  const { difference } = (await policyOfOrder(shop.db, orderId)).terms.payment;
  return {
    amountMinor: asked.amountMinor,
    takesCash: difference.includes('pay_in_store'),
    cards:
      asked.method === 'card'
        ? testInstruments.filter(({ method }) => method === 'card').map(({ handle, says }) => ({ handle, says }))
        : null
  };
}
