import { releaseAllocations } from '#db/queries/allocations.ts';
import { findParcel, moveParcel, parcelsOf } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { broughtGoods, type GoodsOfParcel } from '#db/queries/parcel-wishes.ts';
import { insertMovements, lockLevel, openLevel, setOnHand } from '#db/queries/stock.ts';
import type { Tx } from '#db/client.ts';
import { sumsOf } from '#db/queries/parcel-choices.ts';
import { isUncollected } from '#db/queries/sweeps.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { lifeAfter } from '../orders/order-life.ts';
import { orderStream } from '../orders/order-stream.ts';
import { oweBack } from '../payments/owe-back.server.ts';
import { COLLECT_WITHIN_MS } from '../stores/market.ts';
import { decideToReceive, levelEvents } from '../stock/stock-level.ts';
import type { CommerceEvent } from '../events.ts';
import { movedBy } from './parcel.ts';

/**
 * Nobody came for it in time: the goods are for sale again where they lie, and what was paid for them goes back; what was to be paid at the
 * counter is not owed any more. Found by a sweep, so perhaps twice; whoever collects at the same moment has it.
 */
export async function giveBackUncollected(shop: Shop, actor: Actor, { fulfilmentOrderId }: { fulfilmentOrderId: string }): Promise<void> {
  const found = await findParcel(shop.db, fulfilmentOrderId);
  if (!found) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findParcel(tx, found.id);
    const at = shop.now();
    const before = new Date(at.getTime() - COLLECT_WITHIN_MS);
    if (!order || !parcel?.nodeId || !(await isUncollected(tx, { parcelId: parcel.id, before }))) return;

    const state = movedBy(parcel, { type: 'expire' });
    await moveParcel(tx, parcel.id, state);
    const stream = orderStream(order);
    record(stream.next({ type: 'fo.uncollected', fulfilmentOrderId, nodeId: parcel.nodeId }));
    const { goodsMinor } = await sumsOf(tx, parcel.id);
    const owing = { orderId: order.id, fulfilmentOrderId, cause: `uncollected:${parcel.id}`, reason: 'uncollected' as const };
    record(...(await oweBack(tx, { ...owing, parts: { goodsMinor }, actor, stream, at, newId: shop.newId })));
    const states = (await parcelsOf(tx, order.id)).map((one) => (one.id === parcel.id ? state : one.state));
    const life = lifeAfter(order.life, states);
    if (life === 'completed') record(stream.next({ type: 'order.completed' }));
    await saveOrder(tx, order.id, { life, version: stream.version, at });
    record(...(await releaseAllocations(tx, { parcelIds: [parcel.id], at })));
    for (const goods of await broughtGoods(tx, parcel.id)) record(...(await takeIn(tx, { shop, actor, nodeId: parcel.nodeId, goods, at })));
  });
}

type TakingIn = { shop: Shop; actor: Actor; nodeId: string; goods: GoodsOfParcel; at: Date };

/** What was brought to the counter from elsewhere lies on its shelf from now on. */
async function takeIn(tx: Tx, { shop, actor, nodeId, goods, at }: TakingIn): Promise<CommerceEvent[]> {
  const { variantId, quantity, counted } = goods;
  if (!counted) return [];
  const place = { nodeId, variantId };
  await openLevel(tx, place);
  const before = await lockLevel(tx, place);
  const { onHand } = decideToReceive(before, quantity);
  const level = await setOnHand(tx, { ...place, onHand, countedAt: null, at });
  const movement = { ...place, id: shop.newId(), kind: 'received' as const, quantity, reason: 'not collected' };
  await insertMovements(tx, [movement], { actor, at });
  return levelEvents(before, level);
}
