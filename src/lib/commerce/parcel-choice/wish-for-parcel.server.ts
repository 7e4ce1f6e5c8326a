import { networkNodes } from '#db/queries/delivery.ts';
import { once } from '#db/queries/idempotency.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { expectAt, keepWish, setShipBy, wishedParcel, type WishedRow } from '#db/queries/parcel-wishes.ts';
import { insertPromise, promiseVersions, type PromiseVersion } from '#db/queries/promises.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream, type OrderStream } from '../orders/order-stream.ts';
import { decideDelivery } from '../policies/decide-delivery.ts';
import { obey } from '../policies/obey.ts';
import { MARKET } from '../stores/market.ts';
import { decideWish, type NewWindow, type Wish } from './travel-wish.ts';
import { storesNear, wishPromise } from './wish-promise.ts';

/** A page says by the version that it saw the order so; with a `key` the same press twice is one wish besides. */
export type WishForParcel = { orderKey: string; fulfilmentOrderId: string; wish: Wish; version: number; key?: string | undefined };

/**
 * A later day, a place to leave it, a code for the door, or a store instead of it, of a parcel that travels; a later day also of one that nobody has begun with. The
 * carrier is told by a job. Refuses `not-found`, `stale-version` when something happened to the order meanwhile, `too-late`, `not-allowed`,
 * `invalid`, and by the code of the policy that says no.
 */
export async function wishForParcel(shop: Shop, actor: Actor, { key, ...input }: WishForParcel): Promise<void> {
  const { orderKey, fulfilmentOrderId, wish, version } = input;
  const orderId = shop.keys.open('order', orderKey);
  if (orderId === undefined) refuse('not-found');
  const at = shop.now();
  const nodes = wish.kind === 'collect' ? await networkNodes(shop.db) : [];
  const asked = { can: shop.carrier.canInstruct, holidays: shop.holidays(MARKET.country, at), at };
  await inTransaction(shop, { actor, once: once(`wish-for-parcel:${fulfilmentOrderId}`, key, input) }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const row = await wishedParcel(tx, fulfilmentOrderId);
    if (!order || row?.orderId !== orderId) refuse('not-found');
    if (order.version !== version) refuse('stale-version');
    const versions = await promiseVersions(tx, row.id);
    const request = { parcelId: row.id, wish: wish.kind };
    const { by: policy } = obey(decideDelivery(row.policy, row, wish.kind), { orderId, asked: 'delivery', request });
    const window = decideWish({ ...row, promise: wishPromise(versions), stores: storesNear(nodes, row) }, wish, asked);
    const stream = orderStream(order);
    record(
      stream.next({
        type: 'order.wished',
        fulfilmentOrderId,
        kind: wish.kind,
        day: wish.kind === 'day' ? wish.day : null,
        isUnderWay: row.state === 'shipped',
        policy
      })
    );
    if (window) await letGo(tx, record, { shop, row, window, versions, stream, at, isDay: wish.kind === 'day' });
    if (row.state === 'shipped') {
      await keepWish(tx, row.id, {
        ...(wish.kind === 'safe-place' && { safePlace: wish.place.trim() }),
        ...(wish.kind === 'collect' && { collectNodeId: wish.nodeId }),
        ...(wish.kind === 'pin' && { pin: shop.newDigits(4) }),
        at
      });
    }
    await saveOrder(tx, order.id, { version: stream.version, at });
  });
}

type Choosing = {
  shop: Shop;
  row: WishedRow;
  window: NewWindow;
  versions: PromiseVersion[];
  stream: OrderStream;
  at: Date;
  /** What was asked for is a day: it is not brought before it. */
  isDay: boolean;
};

/** The old promise is let go by who had it, and the new one is the first from then on: neither broken nor paid for. */
async function letGo(tx: Tx, record: Recorder, { shop, row, window: chosen, versions, stream, at, isDay }: Choosing): Promise<void> {
  const last = versions.at(-1);
  if (!last) return;
  const about = { orderId: row.orderId, fulfilmentOrderId: row.id, reason: 'chosen', detail: '', at };
  const planned = versions.findLast(({ inputs }) => inputs['transit']) ?? last;
  await insertPromise(tx, { ...last, ...about, id: shop.newId(), number: last.number + 1, state: 'waived', inputs: {} });
  const { from: deliverFrom, until: deliverUntil } = chosen;
  const inputs = { ...planned.inputs, isChosenDay: isDay };
  const number = last.number + 2;
  await insertPromise(tx, { ...last, ...about, id: shop.newId(), number, state: 'committed', deliverFrom, deliverUntil, inputs });
  const window = { deliverFrom: deliverFrom.toISOString(), deliverUntil: deliverUntil.toISOString() };
  const was = { wasFrom: last.deliverFrom.toISOString(), wasUntil: last.deliverUntil.toISOString() };
  record(stream.next({ type: 'promise.waived', fulfilmentOrderId: row.id, number: last.number + 1, reason: 'chosen' }));
  record(stream.next({ type: 'promise.revised', fulfilmentOrderId: row.id, number, ...window, ...was, reason: 'chosen', detail: '' }));
  if (row.state === 'shipped') return expectAt(tx, row.id, chosen);
  const later = deliverUntil.getTime() - last.deliverUntil.getTime();
  if (row.shipBy) await setShipBy(tx, row.id, new Date(Date.parse(row.shipBy) + wholeDays(later)));
}

const DAY_MS = 24 * 3_600_000;
const wholeDays = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;
