import { findReturn } from '#db/queries/returns.ts';
import { pickupOf } from '#db/queries/return-pickups.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { bookPickup } from '#lib/commerce/returns/book-pickup.server.ts';
import { cancelPickup } from '#lib/commerce/returns/cancel-pickup.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews } from './carrier-news.ts';
import { returnedOrders } from './returned-orders.ts';
import { MORNING, type TestShop } from './shop.ts';

/** What tests of returns that are fetched at the door do and look at. */
export function fetchedReturns(shop: () => TestShop) {
  const orders = returnedOrders(shop);
  /** A return that a carrier is asked to fetch, and has not answered yet. */
  const toBeFetched = async (more: Parameters<typeof orders.delivered>[0] = {}) => {
    const of = await orders.delivered(more);
    const made = await orders.ask(of, { method: 'home' });
    await issueReturnLabel(shop(), SYSTEM, made);
    return { ...of, ...made };
  };
  type Which = { returnId: string };
  const book = async ({ returnId }: Which) => bookPickup(shop(), SYSTEM, { returnId });
  const callOff = async ({ returnId }: Which) => cancelPickup(shop(), SYSTEM, { returnId });
  const standing = async ({ returnId }: Which) => (await pickupOf(shop().db, returnId))?.state;
  const atCarrier = ({ returnId }: Which) => shop().couriers.of(returnId);
  const after = (ms: number) => shop().at(new Date(Date.parse(MORNING) + ms));
  const feeOf = async ({ returnId }: Which) => {
    const { method, feeMinor } = (await findReturn(shop().db, returnId))!;
    return [method, feeMinor];
  };
  const scanned = async ({ returnId }: Which, at = '2026-11-26T06:00:00Z') => {
    const { trackingNumber } = (await returnShipmentOf(shop().db, returnId))!;
    return recordReturnScans(shop(), SYSTEM, carrierNews(trackingNumber!, [['in_transit', 'accepted', at]]));
  };
  const pickupEvents = async ({ orderId }: { orderId: string }) =>
    (await orders.typesOf(orderId)).filter((type) => type.startsWith('return.pickup'));
  /** What happened to its return since it was asked last; `done` remembers how far that was. */
  async function news({ orderId }: { orderId: string }, done: Set<number>): Promise<CommerceEvent[]> {
    const rows = await shop()
      .db.selectFrom('event')
      .select(['topic', 'version', 'type', 'data'])
      .where('topic', '=', `order:${orderId}`)
      .where('type', 'like', 'return.%')
      .orderBy('version')
      .execute();
    const fresh = rows.filter(({ version }) => !done.has(version));
    for (const { version } of fresh) done.add(version);
    return fresh.map(({ data, ...head }) => ({ ...(data as object), ...head }) as CommerceEvent);
  }
  return { ...orders, toBeFetched, book, callOff, standing, atCarrier, after, feeOf, scanned, pickupEvents, news };
}
