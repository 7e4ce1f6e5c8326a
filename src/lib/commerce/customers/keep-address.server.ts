import {
  addressesOf,
  clearDefault,
  deleteAddress,
  insertAddress,
  updateAddress,
  type KeptAddress
} from '#db/queries/customer-addresses.ts';
import { once } from '#db/queries/idempotency.ts';
import { lockAccount } from '#db/queries/users.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Address } from '../cart/cart.ts';
import { theCustomer } from './customer.ts';

const MAX_ADDRESSES = 20;

/**
 * Without an id it is a new one; with a key it becomes one once. The first one is the default, and the default stays it until another is.
 */
export type KeepAddress = { id?: string | undefined; address: Address; isDefault: boolean; key?: string };

/** Refuses `not-allowed`, `not-found` for an address that is not theirs, `addresses-full` (detail: how many an account keeps), `key-reused`. */
export async function keepAddress(shop: Shop, actor: Actor, input: KeepAddress): Promise<{ id: string }> {
  const customerId = theCustomer(actor);
  const { key, ...asked } = input;
  const only = key === undefined ? {} : { once: once(`keep-address:${customerId}`, key, asked) };
  return inTransaction(shop, { actor, ...only }, async (tx) => {
    if (!(await lockAccount(tx, customerId))) refuse('not-allowed');
    const kept = await addressesOf(tx, customerId);
    const { before, isDefault } = decideToKeep(kept, input);
    if (isDefault) await clearDefault(tx, customerId);
    const { address } = input;
    const id = before?.id ?? shop.newId();
    if (before) await updateAddress(tx, { id, address, isDefault });
    else await insertAddress(tx, { id, customerId, address, isDefault, at: shop.now() });
    return { id };
  });
}

function decideToKeep(kept: KeptAddress[], input: KeepAddress): { before: KeptAddress | undefined; isDefault: boolean } {
  const before = kept.find(({ id }) => id === input.id);
  if (input.id !== undefined && !before) refuse('not-found');
  if (!before && kept.length >= MAX_ADDRESSES) refuse('addresses-full', String(MAX_ADDRESSES));
  return { before, isDefault: input.isDefault || before?.isDefault === true || kept.length === 0 };
}

/** Refuses `not-allowed`, `not-found` for an address that is not theirs. */
export async function removeAddress(shop: Shop, actor: Actor, { id }: { id: string }): Promise<void> {
  const customerId = theCustomer(actor);
  await inTransaction(shop, { actor }, async (tx) => {
    await lockAccount(tx, customerId);
    if (!(await deleteAddress(tx, { customerId, id }))) refuse('not-found');
  });
}
