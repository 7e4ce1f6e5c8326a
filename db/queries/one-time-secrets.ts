import type { Db, Tx } from '../client.ts';
import type { OneTimeSecretTable } from '../schema/people.ts';

export type SecretKind = OneTimeSecretTable['kind'];
export type NewSecret = {
  id: string;
  kind: SecretKind;
  /** Null where nobody with this address may use it: written all the same, so that asking looks the same. */
  userId: string | null;
  email: string;
  hash: string;
  browser?: string | null;
  name?: string | null;
  passwordHash?: string | null;
  at: Date;
  expiresAt: Date;
};
export type Secret = Omit<NewSecret, 'at' | 'expiresAt' | 'kind'>;

const COLUMNS = ['id', 'user_id as userId', 'email', 'hash', 'browser', 'name', 'password_hash as passwordHash'] as const;

export async function insertSecret(tx: Tx, secret: NewSecret): Promise<void> {
  const { id, kind, userId, hash, browser = null, name = null, passwordHash = null, at, expiresAt } = secret;
  const about = { user_id: userId, email: secret.email.toLowerCase(), name, password_hash: passwordHash };
  await tx
    .insertInto('one_time_secret')
    .values({ id, kind, hash, browser, ...about, made_at: at, expires_at: expiresAt })
    .execute();
}

export async function findSecret(db: Db, { kind, hash, at }: { kind: SecretKind; hash: string; at: Date }): Promise<Secret | undefined> {
  return db
    .selectFrom('one_time_secret')
    .select(COLUMNS)
    .where('kind', '=', kind)
    .where('hash', '=', hash)
    .where('expires_at', '>', at)
    .executeTakeFirst();
}

/** Counts one try on the newest code that this browser asked for, before it is looked at; undefined when there is none left. */
export async function tryNewestCode(
  db: Db,
  { browser, at, most }: { browser: string; at: Date; most: number }
): Promise<Secret | undefined> {
  return db
    .updateTable('one_time_secret')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', (eb) =>
      eb
        .selectFrom('one_time_secret')
        .select('id')
        .where('browser', '=', browser)
        .where('kind', '=', 'code')
        .orderBy('made_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
    )
    .where('expires_at', '>', at)
    .where('tries', '<', most)
    .returning(COLUMNS)
    .executeTakeFirst();
}

/** Counts one try before it is looked at; false when there is none left. */
export async function trySecret(db: Db, { id, at, most }: { id: string; at: Date; most: number }): Promise<boolean> {
  const tried = await db
    .updateTable('one_time_secret')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .where('expires_at', '>', at)
    .where('tries', '<', most)
    .executeTakeFirst();
  return tried.numUpdatedRows > 0n;
}

/** Uses it up: of two at once one gets it. */
export async function takeSecret(tx: Tx, { id, at }: { id: string; at: Date }): Promise<boolean> {
  const taken = await tx.deleteFrom('one_time_secret').where('id', '=', id).where('expires_at', '>', at).executeTakeFirst();
  return taken.numDeletedRows > 0n;
}

/** Whatever else was mailed to this address opens nothing any more. */
export async function deleteSecretsOf(tx: Tx, { email, kinds }: { email: string; kinds: SecretKind[] }): Promise<void> {
  await tx.deleteFrom('one_time_secret').where('email', '=', email.toLowerCase()).where('kind', 'in', kinds).execute();
}

/** Whatever other e-mails this account asked for. */
export async function deleteEmailSecretsOf(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('one_time_secret').where('user_id', '=', userId).where('kind', '=', 'email').execute();
}

export async function forgetLapsedSecrets(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('one_time_secret').where('expires_at', '<', before).execute();
}
