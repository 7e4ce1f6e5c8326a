import { queueMail } from '#db/queries/mail.ts';
import { contactMailOf } from '#db/queries/order-money.ts';
import { creditOfOrder } from '#db/queries/stored-values.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { creditCode, shownCode } from './stored-value.ts';

/**
 * Writes the code of a guest's store credit to the e-mail of the order it was given for, and to no other: who has the address of the page, but not
 * the mailbox, learns nothing by it. The edge has opened the order. Refuses `not-found`, `too-many-requests`.
 */
export async function mailCreditCode(shop: Shop, actor: Actor, { orderId }: { orderId: string }): Promise<void> {
  const [credit, to] = [await creditOfOrder(shop.db, orderId), await contactMailOf(shop.db, orderId)];
  if (!credit || to === '') refuse('not-found');
  await limited(shop, LIMITS.mailByRecipient, to.toLowerCase());
  const code = shownCode(creditCode(shop.keys.seal, orderId));
  const text = `The code of your store credit at mez:\n\n${code}\n\nType it where you pay for your next order. Whoever has it can spend it, so keep it to yourself.`;
  await inTransaction(shop, { actor }, async (tx) => {
    const mail = { kind: 'credit-code' as const, subject: 'The code of your store credit', text, orderId };
    await queueMail(tx, { id: shop.newId(), to, ...mail, at: shop.now() });
  });
}
