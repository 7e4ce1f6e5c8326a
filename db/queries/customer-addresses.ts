import { sql } from 'kysely';
import type { Address } from '#lib/commerce/cart/cart.ts';
import type { Db, Tx } from '../client.ts';

export type KeptAddress = { id: string; address: Address; isDefault: boolean };

/** The default first, then by age. */
export async function addressesOf(db: Db | Tx, customerId: string): Promise<KeptAddress[]> {
  return db
    .selectFrom('customer_address')
    .select(['id', 'address', 'is_default as isDefault'])
    .where('customer_id', '=', customerId)
    .orderBy('is_default', 'desc')
    .orderBy('made_at')
    .orderBy('id')
    .execute();
}

export async function defaultAddressOf(db: Db, customerId: string): Promise<Address | undefined> {
  const kept = await db
    .selectFrom('customer_address')
    .select('address')
    .where('customer_id', '=', customerId)
    .where('is_default', '=', true)
    .executeTakeFirst();
  return kept?.address;
}

export async function insertAddress(tx: Tx, kept: KeptAddress & { customerId: string; at: Date }): Promise<void> {
  const { id, customerId, address, isDefault, at } = kept;
  await tx
    .insertInto('customer_address')
    .values({ id, customer_id: customerId, address: JSON.stringify(address), is_default: isDefault, made_at: at })
    .execute();
}

export async function updateAddress(tx: Tx, { id, address, isDefault }: KeptAddress): Promise<void> {
  await tx
    .updateTable('customer_address')
    .set({ address: JSON.stringify(address), is_default: isDefault })
    .where('id', '=', id)
    .execute();
}

export async function clearDefault(tx: Tx, customerId: string): Promise<void> {
  await tx
    .updateTable('customer_address')
    .set({ is_default: false })
    .where('customer_id', '=', customerId)
    .where('is_default', '=', true)
    .execute();
}

/** The oldest that is left becomes the default when it was the default. @returns false when it is not theirs */
export async function deleteAddress(tx: Tx, { customerId, id }: { customerId: string; id: string }): Promise<boolean> {
  const gone = await tx.deleteFrom('customer_address').where('customer_id', '=', customerId).where('id', '=', id).executeTakeFirst();
  await sql`
    update customer_address set is_default = true
    where id = (select id from customer_address where customer_id = ${customerId} order by made_at, id limit 1)
      and not exists (select from customer_address where customer_id = ${customerId} and is_default)`.execute(tx);
  return gone.numDeletedRows > 0n;
}
