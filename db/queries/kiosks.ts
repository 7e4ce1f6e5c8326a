import type { Db, Tx } from '../client.ts';

export type Kiosk = { id: string; nodeId: string };
export type NewKiosk = Kiosk & { secretHash: string; by: string; at: Date; expiresAt: Date };

export async function insertKiosk(tx: Tx, { id, nodeId, secretHash, by, at, expiresAt }: NewKiosk): Promise<void> {
  const times = { started_at: at, expires_at: expiresAt, last_seen_at: at };
  await tx
    .insertInto('kiosk')
    .values({ id, node_id: nodeId, secret_hash: secretHash, started_by: by, ...times })
    .execute();
}

/** `hash` is that of the secret in the screen's cookie. Undefined for one that was ended, or is over. */
export async function findKiosk(db: Db, hash: string, at: Date): Promise<(Kiosk & { lastSeenAt: Date }) | undefined> {
  return db
    .selectFrom('kiosk')
    .select(['id', 'node_id as nodeId', 'last_seen_at as lastSeenAt'])
    .where('secret_hash', '=', hash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
}

export async function noteKioskSeen(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('kiosk').set({ last_seen_at: at }).where('id', '=', id).where('last_seen_at', '<', at).execute();
}

export async function placeOfKiosk(tx: Tx, id: string): Promise<string | undefined> {
  return (await tx.selectFrom('kiosk').select('node_id').where('id', '=', id).executeTakeFirst())?.node_id;
}

/** The condition is in the UPDATE: of two who end one screen, one did. @returns the version of its stream; undefined when it was over */
export async function endKioskRow(tx: Tx, id: string, at: Date): Promise<number | undefined> {
  const ended = await tx
    .updateTable('kiosk')
    .set((eb) => ({ ended_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('version')
    .executeTakeFirst();
  return ended?.version;
}

export type ListedKiosk = { id: string; nodeName: string; timeZone: string; startedAt: Date; lastSeenAt: Date; endedAt: Date | null };

/** The newest first; of one place or of all. Those that are long over are history. */
export async function listedKiosks(db: Db, nodeId: string | null, at: Date): Promise<ListedKiosk[]> {
  return db
    .selectFrom('kiosk as k')
    .innerJoin('node as n', 'n.id', 'k.node_id')
    .select(['k.id', 'n.name as nodeName', 'n.time_zone as timeZone', 'k.started_at as startedAt'])
    .select(['k.last_seen_at as lastSeenAt', 'k.ended_at as endedAt'])
    .where('k.expires_at', '>', at)
    .$if(nodeId !== null, (query) => query.where('k.node_id', '=', nodeId ?? ''))
    .orderBy('k.started_at', 'desc')
    .limit(200)
    .execute();
}
