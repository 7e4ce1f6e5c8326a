import { contactMailOf } from '#db/queries/order-money.ts';
import { creditOfOrder } from '#db/queries/stored-values.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { mayAtNode } from '../stores/staff-policy.ts';
import { creditCode, shownCode } from './stored-value.ts';

/** The code of the store credit of whoever left no e-mail to write it to: the counter tells it to them. Null for everybody else's. */
export async function readCounterCode(shop: Shop, actor: Actor, orderId: string): Promise<string | null> {
  if (!mayAtNode(actor, 'take-returns') || (await contactMailOf(shop.db, orderId)) !== '') return null;
  return (await creditOfOrder(shop.db, orderId)) ? shownCode(creditCode(shop.keys.seal, orderId)) : null;
}
