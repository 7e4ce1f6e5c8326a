import type { Db, Tx } from '../client.ts';

export type CartGrant = {
  id: string;
  cartId: string;
  kind: 'share' | 'claim';
  may: 'view' | 'edit';
  label: string;
  userId: string | null;
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
