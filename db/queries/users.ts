import type { Db } from '../client.ts';
import type { RoleColumn } from '../schema/people.ts';

export type SignInRow = { id: string; role: RoleColumn; password_hash: string | null };

/** E-mails are kept in lower case, and compared so. */
export async function findSignIn(db: Db, email: string): Promise<SignInRow | undefined> {
  return db.selectFrom('app_user').select(['id', 'role', 'password_hash']).where('email', '=', email.toLowerCase()).executeTakeFirst();
}
