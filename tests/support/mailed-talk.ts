import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import { replyAddress } from '#lib/server/reply-address.ts';
import { aCustomer } from './customers.ts';
import type { TestShop } from './shop.ts';
import { asCustomer } from './talks.ts';

/** Where a customer writes to go on with their talk, and from where. */
export async function aMailedTalk(shop: TestShop): Promise<{ to: string; from: string }> {
  const { customerId, email } = await aCustomer(shop, { passwordless: true });
  const threadId = await openCurrentThread(shop, { who: asCustomer(customerId), session: '' });
  return { to: replyAddress(shop, threadId), from: email };
}
