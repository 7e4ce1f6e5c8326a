import { changeReturnShipment, returnShipmentOf } from '#db/queries/return-shipments.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { inReturn } from './steps/in-return.server.ts';
import { returnMovedBy } from './return-moves.ts';

/** The edge has opened the order. `nodeId`: null for any store. */
export type ChooseDropOff = { orderId: string; returnId: string; nodeId: string | null };

/** It comes to a counter instead of going by carrier, or to another one; its label is void. Refuses `not-found`, `not-allowed` once it is on its way. */
export async function chooseDropOff(shop: Shop, actor: Actor, input: ChooseDropOff): Promise<void> {
  await inReturn(shop, actor, input, async ({ tx, record, found, units, stream }) => {
    if (found.orderId !== input.orderId) refuse('not-found');
    const state = returnMovedBy(found, units, { type: 'drop-at-store' });
    const shipment = await returnShipmentOf(tx, found.id);
    if (shipment) await changeReturnShipment(tx, shipment.id, { state: 'cancelled' });
    await moveReturn(tx, found.id, { state, method: 'store', dropNodeId: input.nodeId });
    record(stream.next({ type: 'return.drop_chosen', returnId: found.id, nodeId: input.nodeId }));
  });
}
