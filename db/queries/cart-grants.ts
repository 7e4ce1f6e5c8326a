import type { Db, Tx } from '../client.ts';

export type CartGrant = {
  id: string;
  cartId: string;
  kind: 'share' | 'claim';
  may: 'view' | 'edit';
  label: string;
  userId: string | null;
  kioskId: string | null;
  nodeId: string | null;
  expiresAt: Date;
};

const COLUMNS = [
  'id',
  'cart_id as cartId',
  'kind',
  'may',
  'label',
  'user_id as userId',
  'kiosk_id as kioskId',
  'node_id as nodeId',
  'expires_at as expiresAt'
] as const;

/** A grant that still holds; undefined when it never was, is over or was taken back. */
export async function findGrant(db: Db | Tx, id: string, at: Date): Promise<CartGrant | undefined> {
  return db
    .selectFrom('cart_grant')
    .select(COLUMNS)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
}

export type NewShare = { id: string; cartId: string; may: 'view' | 'edit'; label: string; at: Date; expiresAt: Date };

export async function insertShare(tx: Tx, share: NewShare): Promise<void> {
  const { id, may, label } = share;
  await tx
    .insertInto('cart_grant')
    .values({ id, cart_id: share.cartId, kind: 'share', may, label, made_at: share.at, expires_at: share.expiresAt })
    .execute();
}

export type Share = { id: string; may: 'view' | 'edit'; label: string; madeAt: Date; expiresAt: Date };

/** The links of a cart that still open it, the newest first. */
export async function sharesOf(db: Db | Tx, cartId: string, at: Date): Promise<Share[]> {
  return db
    .selectFrom('cart_grant')
    .select(['id', 'may', 'label', 'made_at as madeAt', 'expires_at as expiresAt'])
    .where('cart_id', '=', cartId)
    .where('kind', '=', 'share')
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** The condition is in the UPDATE: of two who take one link back, one did. */
export async function revokeShareOf(tx: Tx, share: { id: string; cartId: string; at: Date }): Promise<boolean> {
  const revoked = await tx
    .updateTable('cart_grant')
    .set({ revoked_at: share.at })
    .where('id', '=', share.id)
    .where('cart_id', '=', share.cartId)
    .where('kind', '=', 'share')
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return revoked.numUpdatedRows === 1n;
}
