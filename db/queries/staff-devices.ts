import { sql } from 'kysely';
import type { StaffRole } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';

/** A device of one place that nobody has revoked. `version` is that of its stream of events. */
export type StaffDevice = { id: string; name: string; nodeId: string; nodeName: string; timeZone: string };

/** `hash` is that of the secret in the device's cookie. */
export async function findDevice(db: Db | Tx, hash: string): Promise<StaffDevice | undefined> {
  return db
    .selectFrom('staff_device as d')
    .innerJoin('node as n', 'n.id', 'd.node_id')
    .select(['d.id', 'd.name', 'd.node_id as nodeId', 'n.name as nodeName', 'n.time_zone as timeZone'])
    .where('d.secret_hash', '=', hash)
    .where('d.revoked_at', 'is', null)
    .executeTakeFirst();
}

export type OfferedDevice = { id: string; name: string; nodeId: string; codeHash: string; by: string; at: Date; until: Date };

export async function insertDevice(tx: Tx, { id, name, nodeId, codeHash, by, at, until }: OfferedDevice): Promise<void> {
  const code = { code_hash: codeHash, code_until: until };
  await tx
    .insertInto('staff_device')
    .values({ id, name, node_id: nodeId, ...code, offered_by: by, offered_at: at })
    .execute();
}

type Step = { id: string; nodeId: string; version: number };
const STEP = ['id', 'node_id as nodeId', 'version'] as const;

/** Uses the code up: of two browsers at once one gets the device. */
export async function enrolByCode(tx: Tx, enrol: { codeHash: string; secretHash: string; at: Date }): Promise<Step | undefined> {
  return tx
    .updateTable('staff_device')
    .set((eb) => ({ code_hash: null, secret_hash: enrol.secretHash, enrolled_at: enrol.at, version: eb('version', '+', 1) }))
    .where('code_hash', '=', enrol.codeHash)
    .where('code_until', '>', enrol.at)
    .where('revoked_at', 'is', null)
    .returning(STEP)
    .executeTakeFirst();
}

/** @returns undefined when it was revoked before */
export async function revoke(tx: Tx, { id, at }: { id: string; at: Date }): Promise<Step | undefined> {
  return tx
    .updateTable('staff_device')
    .set((eb) => ({ revoked_at: at, code_hash: null, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(STEP)
    .executeTakeFirst();
}

/** Somebody typed a PIN there; with `userId` it was theirs. @returns undefined for a device that was revoked in the meantime */
export async function noteUse(tx: Tx, { id, userId, at }: { id: string; userId: string | null; at: Date }): Promise<Step | undefined> {
  return tx
    .updateTable('staff_device')
    .set((eb) => ({ version: eb('version', '+', 1), ...(userId !== null && { last_used_at: at, last_user_id: userId }) }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(STEP)
    .executeTakeFirst();
}

export type ListedDevice = {
  id: string;
  name: string;
  nodeId: string;
  nodeName: string;
  timeZone: string;
  offeredAt: Date;
  codeUntil: Date;
  enrolledAt: Date | null;
  lastUsedAt: Date | null;
  lastUser: string | null;
  revokedAt: Date | null;
};

/** The newest first; of one place or of all. */
export async function listedDevices(db: Db, nodeId: string | null): Promise<ListedDevice[]> {
  return (
    db
      .selectFrom('staff_device as d')
      .innerJoin('node as n', 'n.id', 'd.node_id')
      .leftJoin('app_user as u', 'u.id', 'd.last_user_id')
      .select(['d.id', 'd.name', 'd.node_id as nodeId', 'n.name as nodeName', 'n.time_zone as timeZone', 'd.offered_at as offeredAt'])
      .select(['d.code_until as codeUntil', 'd.enrolled_at as enrolledAt', 'd.revoked_at as revokedAt', 'u.name as lastUser'])
      // An open till asks every few minutes: that is use as well.
      .select(
        sql<Date | null>`greatest(d.last_used_at, (select max(s.last_seen_at) from user_session s where s.device_id = d.id))`.as(
          'lastUsedAt'
        )
      )
      .$if(nodeId !== null, (query) => query.where('d.node_id', '=', nodeId ?? ''))
      .orderBy('d.offered_at', 'desc')
      .limit(200)
      .execute()
  );
}

export async function placeOfDevice(tx: Tx, id: string): Promise<string | undefined> {
  return (await tx.selectFrom('staff_device').select('node_id').where('id', '=', id).executeTakeFirst())?.node_id;
}

/** Who may sign in with a PIN at this place, by name. */
export async function peopleWithPin(db: Db, nodeId: string): Promise<{ userId: string; name: string }[]> {
  return withPin(db, nodeId).select(['id as userId', 'name']).orderBy('name').execute();
}

/** Those of them who may say yes to what others do there. */
export async function managersWithPin(db: Db, nodeId: string): Promise<{ userId: string; name: string }[]> {
  return withPin(db, nodeId).select(['id as userId', 'name']).where('role', 'in', ['manager', 'admin']).orderBy('name').execute();
}

type PinOf = { name: string; role: StaffRole; pinHash: string };

/** Undefined for whoever does not work there, has left, or has no PIN. */
export async function findPin(db: Db, at: { userId: string; nodeId: string }): Promise<PinOf | undefined> {
  return withPin(db, at.nodeId)
    .select((eb) => [eb.ref('role').$castTo<StaffRole>().as('role'), eb.ref('pin_hash').$notNull().as('pinHash'), 'name'])
    .where('id', '=', at.userId)
    .executeTakeFirst();
}

function withPin(db: Db, nodeId: string) {
  return db
    .selectFrom('app_user')
    .where('node_id', '=', nodeId)
    .where('role', '<>', 'shopper')
    .where('ended_at', 'is', null)
    .where('pin_hash', 'is not', null);
}

export async function setPin(tx: Tx, userId: string, pinHash: string): Promise<void> {
  await tx.updateTable('app_user').set({ pin_hash: pinHash }).where('id', '=', userId).execute();
}

/** Of a member of the staff: what proves once more who they are. */
export async function findOwnPassword(db: Db, userId: string): Promise<{ email: string; passwordHash: string | null } | undefined> {
  return db
    .selectFrom('app_user')
    .select(['email', 'password_hash as passwordHash'])
    .where('id', '=', userId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}
