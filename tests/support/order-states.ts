import { returnableOrder } from '#db/queries/returnable.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { carrierNews, type News } from './carrier-news.ts';
import { aCheckout } from './checkout.ts';
import { aPlan, asha, aVariant, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';

export const PLACE = 'blr-domlur';
export const there: Staff = { ...asha, nodeId: PLACE };

/** Two of one make; another one costs as much. Ids are the same in every shop that the order is moved to. */
export type AnyOrder = { orderId: string; orderKey: string; other: string };

async function order(shop: TestShop, method: 'upi' | 'cash_on_delivery' = 'upi', way: 'ship' | 'pickup' = 'ship'): Promise<AnyOrder> {
  const one = await aVariant(shop.db, { stock: { [PLACE]: 4 }, options: ['one'] });
  const other = await aVariant(shop.db, { stock: { [PLACE]: 4 }, options: ['other'], likeVariant: one });
  const lines = [{ variantId: one, quantity: 2, ...(way === 'pickup' && { pickupNodeId: PLACE }) }];
  const { cartKey, version } = await aCheckout(
    shop,
    lines,
    aPlan(lines, { nodeId: PLACE, method: way, ...(way === 'pickup' && { service: 'pickup' }) })
  );
  return { ...(await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() })), other };
}

export const later = (shop: TestShop, hours: number): TestShop => ({
  ...shop,
  now: () => new Date(shop.now().getTime() + hours * 3_600_000)
});
export const seen = async (shop: TestShop, { orderId }: AnyOrder) => (await trackedOrder(shop.db, orderId))!;
export const firstParcel = async (shop: TestShop, of: AnyOrder) => {
  const { parcels } = await seen(shop, of);
  return parcels.find(({ lines }) => lines.length > 0) ?? parcels[0]!;
};
export const returnOf = async (shop: TestShop, { orderId }: AnyOrder) =>
  shop.db
    .selectFrom('return_case')
    .select(['id', 'state'])
    .where('order_id', '=', orderId)
    .orderBy('asked_at')
    .orderBy('id')
    .executeTakeFirst();

export async function change(shop: TestShop, { orderKey }: AnyOrder, wish: ChangeWish): Promise<string> {
  const { seal } = await readChange(shop, { orderKey, wish });
  return (await changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() })).changeId;
}
export const CANCEL_ALL: ChangeWish = { kind: 'cancel', units: null, reason: 'by-mistake' };
export const oneUnit = async (shop: TestShop, of: AnyOrder) => ({ orderLineId: (await seen(shop, of)).lines[0]!.id, quantity: 1 });
export async function swapOne(shop: TestShop, of: AnyOrder): Promise<ChangeWish> {
  return { kind: 'swap', toVariantId: of.other, method: 'upi', ...(await oneUnit(shop, of)) };
}

export async function scan(shop: TestShop, of: AnyOrder, news: News[]): Promise<void> {
  const { trackingNumber } = await firstParcel(shop, of);
  if (trackingNumber) await recordScans(shop, SYSTEM, carrierNews(trackingNumber, news));
}
export async function ask(shop: TestShop, { orderId }: AnyOrder): Promise<string> {
  const line = (await returnableOrder(shop.db, orderId))?.lines[0];
  const asked = { fulfilmentLineId: line?.fulfilmentLineId ?? shop.newId(), quantity: 1, detail: '', words: '', photoIds: [] };
  const how = { method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId: null, key: shop.newId() };
  return (await askForReturn(shop, shopper, { orderId, lines: [{ ...asked, reason: 'changed-mind' }], ...how })).returnId;
}

type Making = (shop: TestShop) => Promise<AnyOrder>;
/** Goes on from another state. */
const then =
  (before: Making, step: (shop: TestShop, of: AnyOrder) => Promise<unknown>): Making =>
  async (shop) => {
    const of = await before(shop);
    await step(shop, of);
    return of;
  };
const ofParcel =
  (work: (shop: TestShop, actor: typeof SYSTEM, input: { fulfilmentOrderId: string }) => Promise<unknown>) =>
  async (shop: TestShop, of: AnyOrder): Promise<void> =>
    void (await work(shop, SYSTEM, { fulfilmentOrderId: (await firstParcel(shop, of)).id }));

const placed: Making = (shop) => order(shop);
const paid = then(placed, async (shop, { orderId }) => authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' }));
const released = then(paid, async (shop, of) => releaseOrder(shop, SYSTEM, of));
const packed = then(released, ofParcel(packParcel));
const shipped = then(packed, ofParcel(handOverParcel));
const delivered = then(shipped, async (shop, of) => scan(shop, of, [['delivered', 'to_person', shop.now().toISOString()]]));
const toCollect = then(
  async (shop) => order(shop, 'upi', 'pickup'),
  async (shop, of) => {
    await authorizePayment(shop, shopper, { orderId: of.orderId, handle: 'ok@mez' });
    await releaseOrder(shop, SYSTEM, of);
    await ofParcel(packParcel)(shop, of);
  }
);
const ready = then(toCollect, ofParcel(readyParcel));
const cancelled = then(paid, async (shop, of) => change(shop, of, CANCEL_ALL));
const asked = then(delivered, ask);
const givenIn = then(asked, async (shop, of) => acceptReturn(shop, there, { returnId: (await returnOf(shop, of))!.id }));

/** Orders as shoppers, places, a bank and a carrier leave them: one way to each state. */
export const MAKING: Record<string, Making> = {
  placed,
  declined: then(placed, async (shop, { orderId }) => authorizePayment(shop, shopper, { orderId, handle: 'no@mez' })),
  'lapsed unpaid': then(placed, async (shop, of) => cancelUnpaidOrder(later(shop, 1), SYSTEM, of)),
  paid,
  released,
  'to be paid at the door': then(
    async (shop) => order(shop, 'cash_on_delivery'),
    async (shop, of) => releaseOrder(shop, SYSTEM, of)
  ),
  'partly cancelled': then(released, async (shop, of) =>
    change(shop, of, { kind: 'cancel', reason: 'changed-mind', units: [await oneUnit(shop, of)] })
  ),
  swapped: then(released, async (shop, of) => change(shop, of, await swapOne(shop, of))),
  'just cancelled': cancelled,
  cancelled: then(cancelled, async (shop, { orderId }) => {
    const made = await shop.db.selectFrom('order_change').select('id').where('order_id', '=', orderId).executeTakeFirstOrThrow();
    await settleChange(later(shop, 1), SYSTEM, { changeId: made.id });
  }),
  unfillable: then(released, async (shop, of) =>
    rejectParcel(shop, there, { fulfilmentOrderId: (await firstParcel(shop, of)).id, reason: 'no-capacity', missing: [] })
  ),
  packed,
  shipped,
  'on its way': then(shipped, async (shop, of) => scan(shop, of, [['in_transit', 'arrived', shop.now().toISOString()]])),
  delivered,
  'packed to be collected': toCollect,
  'ready to be collected': ready,
  collected: then(ready, async (shop, of) => {
    const { id, collectCode } = await firstParcel(shop, of);
    await collectParcel(shop, there, { fulfilmentOrderId: id, code: collectCode ?? '' });
  }),
  'return asked': asked,
  'return given in': givenIn,
  'return received': then(givenIn, async (shop, of) => {
    const { id } = (await returnOf(shop, of))!;
    const unitIds = (await unitsOfReturn(shop.db, id)).map((unit) => unit.id);
    await receiveReturn(shop, there, { returnId: id, unitIds, isAll: true, extra: '' });
  }),
  returned: then(asked, async (shop, of) => {
    const { id } = (await returnOf(shop, of))!;
    const grades = (await unitsOfReturn(shop.db, id)).map(({ id: unitId }) => ({
      unitId,
      disposition: 'restock_a' as const,
      note: '',
      isOther: false
    }));
    await takeBackAtCounter(shop, there, { returnId: id, grades, key: shop.newId() });
  })
};
