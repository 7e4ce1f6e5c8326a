import { guestOrdersCalled } from '#db/queries/guest-orders.ts';
import { queueMail } from '#db/queries/mail.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { meantNumbers, provesOrder, typedNumber } from './guest-proof.ts';

/** `proof`: the e-mail of the order, or the postcode it goes to. `address`: from where it is asked. */
export type MailOrderLink = { number: string; proof: string; address: string };

/**
 * Writes the link of an order to the e-mail it was placed with, for whoever knows its number and one more thing. Whether there is such an
 * order is told to nobody: every answer is the same. Refuses `too-many-requests` (counted by number and by where it is asked from, also of those that are right).
 */
export async function mailOrderLink(shop: Shop, actor: Actor, { number: typed, proof, address }: MailOrderLink): Promise<void> {
  await limited(shop, LIMITS.guestLookUpByAddress, address);
  await limited(shop, LIMITS.guestLookUpByNumber, typedNumber(typed));
  const orders = await guestOrdersCalled(shop.db, meantNumbers(typed));
  const order = orders.find((one) => one.email !== '' && provesOrder(one, proof));
  if (!order) return;
  await inTransaction(shop, { actor }, async (tx) => {
    const link = `${shop.origin}/orders/${shop.keys.make('order', order.id)}`;
    const text = `Somebody asked for the link of order ${order.number}. If it was you, this opens it:\n\n${link}\n\nThere you see how far it is, change it, and give things back. If it was not you, you need to do nothing.`;
    const mail = { kind: 'order' as const, subject: `Your order ${order.number}`, text, orderId: order.id };
    await queueMail(tx, { id: shop.newId(), to: order.email, ...mail, at: shop.now() });
  });
}
