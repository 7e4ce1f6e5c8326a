import type { Db, Tx } from '../client.ts';

export type PromiseVersion = {
  number: number;
  state: 'committed' | 'revised' | 'kept' | 'broken' | 'waived';
  deliverFrom: Date;
  deliverUntil: Date;
  reason: string;
  ruleVersion: string;
  inputs: Record<string, unknown>;
  at: Date;
};

/** All versions of a parcel's promise, the first one first. They are only ever added to. */
export async function promiseVersions(tx: Db | Tx, fulfilmentOrderId: string): Promise<PromiseVersion[]> {
  const rows = await tx
    .selectFrom('promise')
    .select([
      'number',
      'state',
      'deliver_from as deliverFrom',
      'deliver_until as deliverUntil',
      'reason',
      'rule_version as ruleVersion',
      'inputs',
      'at'
    ])
    .where('fulfilment_order_id', '=', fulfilmentOrderId)
    .orderBy('number')
    .execute();
  return rows.map((row) => ({ ...row, inputs: row.inputs as Record<string, unknown> }));
}

type NewVersion = PromiseVersion & { id: string; orderId: string; fulfilmentOrderId: string; detail: string };

export async function insertPromise(tx: Tx, version: NewVersion): Promise<void> {
  await tx
    .insertInto('promise')
    .values({
      id: version.id,
      order_id: version.orderId,
      fulfilment_order_id: version.fulfilmentOrderId,
      number: version.number,
      state: version.state,
      deliver_from: version.deliverFrom,
      deliver_until: version.deliverUntil,
      reason: version.reason,
      detail: version.detail,
      inputs: JSON.stringify(version.inputs),
      rule_version: version.ruleVersion,
      at: version.at
    })
    .execute();
}

export async function newestPromise(tx: Tx, fulfilmentOrderId: string): Promise<PromiseVersion | undefined> {
  return (await promiseVersions(tx, fulfilmentOrderId)).at(-1);
}
