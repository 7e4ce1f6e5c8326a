import type { Tx } from '#db/client.ts';
import { countGuestOrders } from '#db/queries/customer-orders.ts';
import { queueMail } from '#db/queries/mail.ts';
import { deleteSecretsOf, findSecret, insertSecret, takeSecret, trySecret, type Secret } from '#db/queries/one-time-secrets.ts';
import { insertAccount } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { isPassword } from '#lib/server/passwords.ts';
import type { Shop } from '#lib/server/shop.ts';
import { ordersLinkMail } from './account-mails.ts';
import { CODE_TRIES, LINK_LENGTH, LINK_MS } from './one-time.ts';
import { sealed } from './secret-seal.ts';

/** `browser` is the secret in the cookie of whoever opened the link, if there is one. */
export type ConfirmSignUp = { secret: string; browser: string | undefined; password?: string | undefined };

/**
 * The address is theirs, and now there is an account. In another browser than the one that signed up the password is asked for:
 * else somebody could choose the password of an account that another person confirms.
 * Refuses `link-over`, `sign-in-refused` when the password is needed and wrong; after five of those the link is over.
 */
export async function confirmSignUp(shop: Shop, actor: Actor, input: ConfirmSignUp): Promise<{ customerId: string }> {
  const asked = await findSecret(shop.db, { kind: 'sign-up', hash: sealed(shop, 'sign-up', input.secret), at: shop.now() });
  if (!asked) refuse('link-over');
  if (!isSameBrowser(shop, asked, input.browser)) await provePassword(shop, asked, input.password);
  return inTransaction(shop, { actor }, async (tx) => {
    const customerId = shop.newId();
    if (!(await takeSecret(tx, { id: asked.id, at: shop.now() }))) refuse('link-over');
    const { email, name, passwordHash } = asked;
    const account = { id: customerId, email, name: name ?? '', passwordHash: passwordHash ?? '', at: shop.now() };
    if (!(await insertAccount(tx, account))) refuse('link-over');
    await deleteSecretsOf(tx, { email, kinds: ['sign-up', 'code', 'reset'] });
    await offerEarlierOrders(shop, tx, { email, customerId });
    return { customerId };
  });
}

export const isSameBrowser = (shop: Pick<Shop, 'keys'>, asked: Pick<Secret, 'browser'>, browser: string | undefined): boolean =>
  browser !== undefined && asked.browser === sealed(shop, 'browser', browser);

async function provePassword(shop: Shop, asked: Secret, password: string | undefined): Promise<void> {
  if (password === undefined) refuse('sign-in-refused');
  if (!(await trySecret(shop.db, { id: asked.id, at: shop.now(), most: CODE_TRIES }))) refuse('link-over');
  if (!(await isPassword(asked.passwordHash, password))) refuse('sign-in-refused');
}

async function offerEarlierOrders(shop: Shop, tx: Tx, { email, customerId }: { email: string; customerId: string }): Promise<void> {
  const count = await countGuestOrders(tx, email);
  if (count === 0) return;
  const [at, secret] = [shop.now(), shop.newCode(LINK_LENGTH)];
  const expiresAt = new Date(at.getTime() + LINK_MS);
  await insertSecret(tx, {
    id: shop.newId(),
    kind: 'orders',
    userId: customerId,
    email,
    hash: sealed(shop, 'orders', secret),
    at,
    expiresAt
  });
  await queueMail(tx, { id: shop.newId(), to: email, ...ordersLinkMail({ origin: shop.origin, secret, count }), at });
}
