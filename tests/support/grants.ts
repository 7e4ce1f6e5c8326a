import type { TestShop } from './shop.ts';

type Granted = { cartId: string; kind?: 'share' | 'claim'; may?: 'view' | 'edit'; label?: string; userId?: string; nodeId?: string };

/** Somebody else's way into a cart, and how it is taken back. */
export async function aGrant(shop: TestShop, { cartId, kind = 'share', may = 'edit', label = 'A friend', userId, nodeId }: Granted) {
  const id = shop.newId();
  const expiresAt = new Date(shop.now().getTime() + 86_400_000);
  await shop.db
    .insertInto('cart_grant')
    .values({
      id,
      cart_id: cartId,
      kind,
      may,
      label,
      user_id: userId ?? null,
      node_id: nodeId ?? null,
      made_at: shop.now(),
      expires_at: expiresAt
    })
    .execute();
  return {
    id,
    key: shop.keys.make('grant', id),
    revoke: async () => void (await shop.db.updateTable('cart_grant').set({ revoked_at: shop.now() }).where('id', '=', id).execute())
  };
}
