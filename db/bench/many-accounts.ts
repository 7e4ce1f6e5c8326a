import { uuidv7 } from 'uuidv7';
import type { Db } from '../client.ts';

/** So many shoppers with an account and the same password. @returns their addresses */
export async function manyAccounts(db: Db, { count, passwordHash }: { count: number; passwordHash: string }): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, n) => ({
    id: uuidv7(),
    email: `known-${n}@example.com`,
    name: `Customer ${n}`,
    role: 'shopper' as const,
    node_id: null,
    password_hash: passwordHash,
    email_confirmed_at: new Date()
  }));
  await db.insertInto('app_user').values(rows).execute();
  return rows.map(({ email }) => email);
}
