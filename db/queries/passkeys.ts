import type { Db, Tx } from '../client.ts';

export type NewChallenge = {
  hash: string;
  /** Whose account gets a new passkey; null where somebody wants to come in. */
  userId: string | null;
  browser: string;
  expiresAt: Date;
};

export async function insertChallenge(tx: Tx, { hash, userId, browser, expiresAt }: NewChallenge): Promise<void> {
  await tx.insertInto('passkey_challenge').values({ hash, user_id: userId, browser, expires_at: expiresAt }).execute();
}

/** Uses it up before what was signed is looked at: of two at once one gets it, and a wrong answer gets no second one. */
export async function takeChallenge(db: Db, asked: Omit<NewChallenge, 'expiresAt'> & { at: Date }): Promise<boolean> {
  const taken = await db
    .deleteFrom('passkey_challenge')
    .where('hash', '=', asked.hash)
    .where('user_id', 'is not distinct from', asked.userId)
    .where('browser', '=', asked.browser)
    .where('expires_at', '>', asked.at)
    .executeTakeFirst();
  return taken.numDeletedRows > 0n;
}

export async function forgetLapsedChallenges(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('passkey_challenge').where('expires_at', '<', before).execute();
}

export type Passkey = { id: string; userId: string; publicKey: Buffer };

/** Whoever has left has none. */
export async function findPasskey(db: Db, id: string): Promise<Passkey | undefined> {
  return db
    .selectFrom('passkey as k')
    .innerJoin('app_user as u', 'u.id', 'k.user_id')
    .select(['k.id', 'k.user_id as userId', 'k.public_key as publicKey'])
    .where('k.id', '=', id)
    .where('u.role', '=', 'shopper')
    .where('u.ended_at', 'is', null)
    .executeTakeFirst();
}

export type ListedPasskey = { id: string; name: string; transports: string[]; madeAt: Date; lastUsedAt: Date | null };

export async function passkeysOf(db: Db | Tx, userId: string): Promise<ListedPasskey[]> {
  return db
    .selectFrom('passkey')
    .select(['id', 'name', 'transports', 'made_at as madeAt', 'last_used_at as lastUsedAt'])
    .where('user_id', '=', userId)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
}

export type NewPasskey = Passkey & { signCount: number; name: string; transports: string[]; at: Date };

/** @returns false when this key is somebody's already */
export async function insertPasskey(tx: Tx, { id, userId, publicKey, signCount, name, transports, at }: NewPasskey): Promise<boolean> {
  const inserted = await tx
    .insertInto('passkey')
    .values({ id, user_id: userId, name, public_key: publicKey, sign_count: signCount, transports, made_at: at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** @returns false when its count went back or stood still: then there are two of it. Those that do not count always say 0. */
export async function notePasskeyUsed(tx: Tx, { id, signCount, at }: { id: string; signCount: number; at: Date }): Promise<boolean> {
  const noted = await tx
    .updateTable('passkey')
    .set({ sign_count: signCount, last_used_at: at })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('sign_count', '<', signCount), eb.and([eb('sign_count', '=', 0), eb.val(signCount === 0)])]))
    .executeTakeFirst();
  return noted.numUpdatedRows > 0n;
}

/** @returns false when it is not theirs or gone already */
export async function deletePasskey(tx: Tx, { userId, id }: { userId: string; id: string }): Promise<boolean> {
  const gone = await tx.deleteFrom('passkey').where('user_id', '=', userId).where('id', '=', id).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}
