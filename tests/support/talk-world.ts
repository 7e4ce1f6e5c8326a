import { sql } from 'kysely';
import { seedWhenEmpty } from '#db/seed/seed.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews } from './carrier-news.ts';
import { aCheckout } from './checkout.ts';
import { aPlan, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';
import type { Talk } from './talk-file.ts';

type Setup = Talk['orders'][number];
export type TalkOrder = { orderId: string; orderKey: string; number: string };

const FROM = 'blr-hoskote';
/** More than all shoppers of a file buy together. */
const PLENTY = 500;

/** The demo shop with its goods, stores and words; of what is not sold out there is enough for everybody. */
export async function aShopToTalkOf(shop: TestShop): Promise<void> {
  await seedWhenEmpty(shop.db, 'mez');
  await shop.db.transaction().execute(async (tx) => {
    const more = sql`
      from (select v.id from variant v where exists (select from stock_level l where l.variant_id = v.id and l.on_hand > 0)) v`;
    await sql`
      insert into stock_level (variant_id, node_id, on_hand) select v.id, ${FROM}, ${PLENTY} ${more}
      on conflict (variant_id, node_id) do update set on_hand = stock_level.on_hand + ${PLENTY}`.execute(tx);
    await sql`
      insert into stock_movement (id, variant_id, node_id, kind, quantity, actor, at)
      select gen_random_uuid(), v.id, ${FROM}, 'received', ${PLENTY}, '{"role":"system"}', ${shop.now()} ${more}`.execute(tx);
  });
}

async function variantOf(shop: TestShop, sku: string): Promise<string> {
  const row = await shop.db.selectFrom('variant').select('id').where('sku', '=', sku).executeTakeFirst();
  if (!row) throw new Error(`Nothing is called ${sku}.`);
  return row.id;
}

/** Bought and brought as far as its state says, by the commands of the house. */
export async function anOrderOf(shop: TestShop, { of, state }: Setup): Promise<TalkOrder> {
  const lines: { variantId: string; quantity: number }[] = [];
  // oxlint-disable-next-line no-await-in-loop -- a handful of things
  for (const { sku, quantity } of of) lines.push({ variantId: await variantOf(shop, sku), quantity });
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { nodeId: FROM, nodeName: 'Hoskote' }));
  const method = state === 'cash' ? 'cash_on_delivery' : 'upi';
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  const order = { orderId, orderKey, number: (await trackedOrder(shop.db, orderId))!.number };
  if (state === 'unpaid') return order;
  if (state !== 'cash') await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' });
  await releaseOrder(shop, SYSTEM, { orderId });
  // A later day is offered of what was promised by days.
  await shop.db
    .updateTable('promise')
    .set({ inputs: JSON.stringify({ transit: { unit: 'day' } }) })
    .where('order_id', '=', orderId)
    .execute();
  await bringOn(shop, order, state);
  return order;
}

async function bringOn(shop: TestShop, { orderId, orderKey }: TalkOrder, state: Setup['state']): Promise<void> {
  if (state === 'cancelled') {
    const wish = { kind: 'cancel' as const, units: null, reason: 'by-mistake' as const };
    const { seal } = await readChange(shop, { orderKey, wish });
    await changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() });
    return;
  }
  if (state === 'paid' || state === 'cash') return;
  const parcel = async () => (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  const fulfilmentOrderId = (await parcel()).id;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId });
  if (state === 'packed') return;
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId });
  const trackingNumber = (await parcel()).trackingNumber ?? '';
  const at = shop.now().toISOString();
  if (state === 'sent')
    return recordScans(shop, SYSTEM, carrierNews(trackingNumber, [['in_transit', 'departed', at]])).then(() => undefined);
  await recordScans(shop, SYSTEM, carrierNews(trackingNumber, [['delivered', 'to_person', at]]));
  if (state !== 'returning') return;
  const line = (await returnableOrder(shop.db, orderId))!.lines[0]!;
  const asked = {
    fulfilmentLineId: line.fulfilmentLineId,
    quantity: 1,
    reason: 'changed-mind' as const,
    detail: '',
    words: '',
    photoIds: []
  };
  const how = { method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId: null };
  await askForReturn(shop, shopper, { orderId, lines: [asked], ...how, key: shop.newId() });
}
