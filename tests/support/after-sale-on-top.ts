import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { issueGiftCard } from '#lib/commerce/payments/issue-gift-card.server.ts';
import { payMoreWithBalance } from '#lib/commerce/payments/pay-more-with-balance.server.ts';
import { newestPayment } from '#db/queries/payments.ts';
import { takeMoreInCash } from '#lib/commerce/payments/take-more-in-cash.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { World } from './after-sale-world.ts';
import { asha, shopper } from './makers.ts';

const some = <T>({ random }: World, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

/** What a change or an exchange costs more: by a bank, by a gift card that may cover less, or in cash at a counter. */
export async function payOnTop(world: World, changeId: string): Promise<void> {
  const { shop, orderId, orderKey } = world;
  const how = some(world, ['bank', 'bank', 'bank', 'card', 'cash'] as const);
  if (how === 'card') {
    const amountMinor = some(world, [500, 3_000, 1_000_000]);
    const { code } = await issueGiftCard(shop, SYSTEM, { amountMinor, currency: 'INR' });
    await payMoreWithBalance(shop, shopper, { orderKey, changeId, typed: code, key: shop.newId() });
  } else if (how === 'cash') {
    const seenMinor = (await newestPayment(shop.db, orderId, changeId))?.amountMinor ?? 0;
    await takeMoreInCash(shop, asha, { returnId: changeId, seenMinor, key: shop.newId() });
  } else {
    await authorizePayment(shop, shopper, { changeId, orderKey, handle: some(world, ['ok@mez', 'ok@mez', 'lost@mez', 'no@mez']) });
  }
}
