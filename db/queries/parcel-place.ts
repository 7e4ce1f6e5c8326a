import type { FulfilmentOrderState } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import type { Tx } from '../client.ts';

export type ParcelPlace = { nodeId: string | null; service: string; state: FulfilmentOrderState; plan: object };

/** Where a parcel is sent from, and how. */
export async function placeOfParcel(tx: Tx, id: string): Promise<ParcelPlace> {
  const row = await tx
    .selectFrom('fulfilment_order')
    .select(['node_id as nodeId', 'service', 'state', 'plan'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { ...row, plan: row.plan as object };
}

export async function setPlaceOfParcel(
  tx: Tx,
  { parcelId, nodeId, service, plan, state }: Omit<ParcelPlace, 'nodeId'> & { parcelId: string; nodeId: string }
): Promise<void> {
  await tx
    .updateTable('fulfilment_order')
    .set((eb) => ({ node_id: nodeId, service, plan: JSON.stringify(plan), state, version: eb('version', '+', 1) }))
    .where('id', '=', parcelId)
    .execute();
}
