import type { FailingModel } from '#lib/commerce/support/failing-model.ts';
import type { Db, Tx } from '../client.ts';

const columns = ['failures', 'since', 'why', 'rests_until as restsUntil'] as const;

/** Undefined for one that answers. */
export async function findFailing(db: Db, name: string): Promise<FailingModel | undefined> {
  return db.selectFrom('failing_model').select(columns).where('name', '=', name).executeTakeFirst();
}

/** Of two that want to try it one may: for the other it rests meanwhile. */
export async function takeTry(tx: Tx, { name, at, until }: { name: string; at: Date; until: Date }): Promise<boolean> {
  const taken = await tx
    .updateTable('failing_model')
    .set({ rests_until: until })
    .where('name', '=', name)
    .where('rests_until', '<=', at)
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** Undefined for one that answered so far. Two that fail at once wait for each other here, so each counts. */
export async function lockFailing(tx: Tx, name: string, first: FailingModel): Promise<FailingModel | undefined> {
  const made = await tx
    .insertInto('failing_model')
    .values(rowOf(name, first))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if ((made.numInsertedOrUpdatedRows ?? 0n) > 0n) return undefined;
  return tx.selectFrom('failing_model').select(columns).where('name', '=', name).forUpdate().executeTakeFirst();
}

export async function saveFailing(tx: Tx, name: string, failing: FailingModel): Promise<void> {
  await tx.updateTable('failing_model').set(rowOf(name, failing)).where('name', '=', name).execute();
}

/** It has answered. What had been of it before, undefined where nothing was. */
export async function forgetFailing(db: Db | Tx, name: string): Promise<FailingModel | undefined> {
  return db.deleteFrom('failing_model').where('name', '=', name).returning(columns).executeTakeFirst();
}

const rowOf = (name: string, { failures, since, why, restsUntil }: FailingModel) => ({
  name,
  failures,
  since,
  why,
  rests_until: restsUntil
});
