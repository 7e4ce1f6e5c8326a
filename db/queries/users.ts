import type { Db, Tx } from '../client.ts';
import type { RoleColumn } from '../schema/people.ts';

export type SignInRow = { id: string; role: RoleColumn; password_hash: string | null };

/** E-mails are kept in lower case, and compared so. */
export async function findSignIn(db: Db | Tx, email: string): Promise<SignInRow | undefined> {
  return db
    .selectFrom('app_user')
    .select(['id', 'role', 'password_hash'])
    .where('email', '=', email.toLowerCase())
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

export type Account = { id: string; email: string; name: string; phone: string; hasPassword: boolean; madeAt: Date };

/** A shopper's account; that of the staff is none. */
export async function findAccount(db: Db | Tx, customerId: string): Promise<Account | undefined> {
  return accounts(db).where('id', '=', customerId).executeTakeFirst();
}

export async function findAccountOf(db: Db | Tx, email: string): Promise<Account | undefined> {
  return accounts(db).where('email', '=', email.toLowerCase()).executeTakeFirst();
}

function accounts(db: Db | Tx) {
  return db
    .selectFrom('app_user')
    .select(['id', 'email', 'name', 'phone', 'created_at as madeAt'])
    .select((eb) => eb('password_hash', 'is not', null).$castTo<boolean>().as('hasPassword'))
    .where('role', '=', 'shopper')
    .where('ended_at', 'is', null);
}

export type NewAccount = { id: string; email: string; name: string; passwordHash: string; at: Date };

/** @returns false when the address got an account in the meantime */
export async function insertAccount(tx: Tx, { id, email, name, passwordHash, at }: NewAccount): Promise<boolean> {
  const person = { id, email: email.toLowerCase(), name, role: 'shopper', node_id: null } as const;
  const inserted = await tx
    .insertInto('app_user')
    .values({ ...person, password_hash: passwordHash, email_confirmed_at: at, created_at: at })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function setPassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.updateTable('app_user').set({ password_hash: passwordHash }).where('id', '=', userId).execute();
}

/** @throws a unique violation when another account gets the address at the same moment */
export async function setEmail(tx: Tx, customerId: string, { email, at }: { email: string; at: Date }): Promise<void> {
  await tx.updateTable('app_user').set({ email: email.toLowerCase(), email_confirmed_at: at }).where('id', '=', customerId).execute();
}

export async function setDetails(tx: Tx, customerId: string, details: { name: string; phone: string }): Promise<void> {
  await tx.updateTable('app_user').set(details).where('id', '=', customerId).execute();
}

/** Waits for whoever changes this account now. */
export async function lockAccount(tx: Tx, customerId: string): Promise<Account | undefined> {
  await tx.selectFrom('app_user').select('id').where('id', '=', customerId).forUpdate().execute();
  return findAccount(tx, customerId);
}
