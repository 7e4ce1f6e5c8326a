import * as z from 'zod';
import { trackedOrder } from '#db/queries/tracking.ts';
import { findAccount } from '#db/queries/users.ts';
import { askToBeTold } from '#lib/commerce/stock/ask-to-be-told.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { nameOf, type Who } from '#lib/commerce/support/who.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { Needed, Words } from './arguments.ts';
import { goodsCalled, groundsOf, makesCalled } from './goods-called.ts';
import { proposing } from './tool.ts';

export const backInStockTool = proposing({
  name: 'back_in_stock',
  about: 'One mail when a thing is there again, to the address we know of whoever asks.',
  args: z.strictObject({ product: Needed(200), option: Words(120).default('').describe('Size or colour.') }),
  async propose(shop, { who }, { product, option }) {
    // Never to an address out of the talk: mails would go to whomever somebody likes.
    if ((await mailOf(shop, who)) === undefined) refuse('sign-in-needed');
    const { goods, variantId } = await goodsCalled(shop, product);
    const [one] = goods;
    if (!one) refuse('not-found');
    const made = makesCalled(one, { product, option, variantId });
    const [variant] = made;
    if (!variant || made.length > 1) refuse('wrong-item', 'option');
    return {
      orderId: null,
      plan: { variantId: variant.id, for: nameOf(who) },
      effect: { kind: 'back-in-stock', product: one.handle, title: one.title, options: variant.options },
      amountMinor: 0,
      currency: MARKET.currency,
      policy: null,
      needsStaff: false,
      facts: groundsOf([one])
    };
  },
  async perform(shop, actor, { plan, threadId }) {
    const { variantId, for: name } = plan as { variantId: string; for: string };
    const [as = '', id = ''] = name.split(':');
    const who: Who = as === 'customer' ? { as, customerId: id } : { as: 'guest', orderId: id };
    const email = (await mailOf(shop, who)) ?? refuse('sign-in-needed');
    await askToBeTold(shop, actor, { variantId, email, address: `support:${threadId}` });
    return {};
  }
});

async function mailOf(shop: Shop, who: Who): Promise<string | undefined> {
  if (who.as === 'anonymous') return undefined;
  if (who.as === 'customer') return (await findAccount(shop.db, who.customerId))?.email;
  return (await trackedOrder(shop.db, who.orderId))?.contact?.email;
}
