import { uuidv7 } from 'uuidv7';
import type { Shopper } from '#lib/kernel/actor.ts';
import { signIn } from '#lib/server/session.ts';
import type { TestShop } from './shop.ts';
import { hashOfPassword } from './staff.ts';

export type Customer = Shopper & { customerId: string; name: string; email: string };

/** A shopper with an account, who knows `PASSWORD`. */
export async function aCustomer(shop: TestShop, more: { name?: string; email?: string; passwordless?: boolean } = {}): Promise<Customer> {
  const id = uuidv7();
  const { name = 'Rhea Pinto', email = `rhea-${id}@example.com`, passwordless = false } = more;
  const known = { password_hash: passwordless ? null : await hashOfPassword(), email_confirmed_at: shop.now() };
  await shop.db
    .insertInto('app_user')
    .values({ id, email, name, role: 'shopper', node_id: null, ...known })
    .execute();
  return { role: 'shopper', channel: 'web', customerId: id, name, email };
}

/** The cookie header of a shopper who has just signed in. */
export async function shopperCookie(shop: TestShop, customer: { customerId: string }, userAgent: string | null = null): Promise<string> {
  const { name, value } = await signIn(shop.db, customer.customerId, { door: 'shopper', broughtAlong: null, userAgent });
  return `${name}=${value}`;
}
