import { once as onceFor } from '#db/queries/idempotency.ts';
import { moveParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { countPicked, findWork } from '#db/queries/store-work.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import { orderStream } from '../orders/order-stream.ts';
import { atNode } from '../stores/staff-policy.ts';
import { isAllPicked, lineScanned } from './pick.ts';

/** `code`: what the scanner read or somebody typed, a barcode or a SKU. `key`: one for each unit in the hand, the same on every retry. */
export type PickItem = { fulfilmentOrderId: string; code: string; key: string };
export type Picked = { variantId: string; title: string; picked: number; quantity: number; isAll: boolean };

/**
 * One unit of a parcel is in the hand; with the first one the parcel is begun, and stays at this place.
 * Refuses `forbidden`, `not-found` for a parcel of another place, `wrong-item`, `wrong-count`, `invalid`, `key-reused`, `not-allowed` once it is packed.
 */
export async function pickItem(shop: Shop, actor: Actor, { key, ...input }: PickItem): Promise<Picked> {
  const { nodeId } = atNode(actor, 'fulfil');
  const found = await findWork(shop.db, input.fulfilmentOrderId);
  if (found?.nodeId !== nodeId) refuse('not-found');
  // Of the parcel and not of the person: a scan that was kept may be sent by whoever signs in next at the same browser.
  const once = onceFor(`pick-item:${found.id}`, key, input);
  return inTransaction(shop, { actor, once }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findWork(tx, found.id);
    if (!order || parcel?.nodeId !== nodeId) refuse('not-found');
    if (parcel.state !== 'released' && parcel.state !== 'picking') refuse('not-allowed', parcel.state);
    const line = lineScanned(parcel.lines, input.code);
    await countPicked(tx, line.id);
    if (parcel.state === 'released') {
      const units = parcel.lines.reduce((sum, one) => sum + one.quantity, 0);
      await moveParcel(tx, parcel.id, movedBy({ ...parcel, units }, { type: 'accept' }));
      const stream = orderStream(order);
      record(stream.next({ type: 'fo.accepted', fulfilmentOrderId: parcel.id, nodeId }));
      await saveOrder(tx, order.id, { version: stream.version, at: shop.now() });
    }
    const lines = parcel.lines.map((one) => (one.id === line.id ? { ...one, picked: one.picked + 1 } : one));
    const { variantId, title, picked, quantity } = line;
    return { variantId, title, picked: picked + 1, quantity, isAll: isAllPicked(lines) };
  });
}
