import { pickupOf } from '#db/queries/return-pickups.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { returnReasons } from '#lib/commerce/policies/policy.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { bookPickup } from '#lib/commerce/returns/book-pickup.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { handOverReturn } from '#lib/commerce/returns/hand-over-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { dispositions } from '#lib/commerce/returns/return.machine.ts';
import { soundClock } from '#lib/commerce/returns/sound-clock.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { carrierNews } from './carrier-news.ts';
import { seeToNotTakenBack } from './after-sale-not-taken-back.ts';
import { seeToRefused } from './after-sale-not-taken.ts';
import { releaseSomePoints, spendPoints } from './after-sale-points.ts';
import { askForExchange, lapseAnExchange, payForExchange } from './after-sale-exchange.ts';
import { asha, shopper } from './makers.ts';
import { AFTER_SALE_NODE, ASKED_WAYS, dueRefunds, readNews, some, UNITS, work, type World } from './after-sale-world.ts';
import { changeActs } from './after-sale-changes.ts';

/** What a shopper, one of us, a bank, a carrier or the clock may do next after an order was placed. */
export const afterSaleActs = [
  'pay',
  'cancel',
  'swap',
  'pay-otherwise',
  'pay-change',
  'lapse-change',
  'settle',
  'undo',
  'pack',
  'leave',
  'deliver',
  'ask',
  'exchange',
  'pay-exchange',
  'lapse-exchange',
  'label',
  'fetch',
  'hand-over',
  'scan',
  'to-store',
  'accept',
  'receive',
  'grade',
  'take-back',
  'decide',
  'appeal',
  'call-off',
  'lapse',
  'clock',
  'refund',
  'not-taken',
  'not-taken-back',
  'release-points',
  'spend-points',
  'work'
] as const;
export type ActName = (typeof afterSaleActs)[number];

type Act = (world: World) => Promise<boolean>;
const there: Staff = { ...asha, nodeId: AFTER_SALE_NODE };

/** No more than which there are and how they stand: it is asked before nearly every act. */
const parcelsOf = async ({ shop, orderId }: World) =>
  shop.db
    .selectFrom('fulfilment_order as f')
    .leftJoin('shipment as s', 's.fulfilment_order_id', 'f.id')
    .select(['f.id', 'f.state', 's.tracking_number as trackingNumber'])
    .where('f.order_id', '=', orderId)
    .orderBy('f.place')
    .execute();
const returnsOf = async ({ shop, orderId }: World) =>
  shop.db.selectFrom('return_case').select(['id', 'state']).where('order_id', '=', orderId).execute();

/** With one of the parcels in that state. */
async function withParcel(world: World, state: string, act: (fulfilmentOrderId: string) => Promise<unknown>): Promise<boolean> {
  const parcel = some(
    world,
    (await parcelsOf(world)).filter((one) => one.state === state)
  );
  if (parcel) await act(parcel.id);
  return parcel !== undefined;
}

/** With any of the returns, whatever its state: what does not fit it is refused. */
async function withReturn(world: World, act: (returnId: string) => Promise<unknown>): Promise<boolean> {
  const found = some(world, await returnsOf(world));
  if (found) await act(found.id);
  return found !== undefined;
}

/** A courier who came scans it in their window; what its shopper gave away before is scanned by now. */
async function whenScanned({ shop, random }: World, returnId: string): Promise<string> {
  const pickup = await pickupOf(shop.db, returnId);
  const isFetched = pickup?.state === 'booked' && random() < 0.7;
  const since = (isFetched && pickup.fromAt) || shop.now();
  return new Date(since.getTime() + Math.floor(random() * 3_600_000)).toISOString();
}

export const ACTS: Record<ActName, Act> = {
  async pay({ shop, orderId, random }) {
    const handle = random() < 0.15 ? 'lost@mez' : random() < 0.1 ? 'no@mez' : 'ok@mez';
    await authorizePayment(shop, shopper, { orderKey: shop.keys.make('order', orderId), handle });
    await releaseOrder(shop, SYSTEM, { orderId });
    return true;
  },
  ...changeActs,
  pack: async (world) => withParcel(world, 'released', async (fulfilmentOrderId) => packParcel(world.shop, SYSTEM, { fulfilmentOrderId })),
  leave: async (world) =>
    withParcel(world, 'packed', async (fulfilmentOrderId) => handOverParcel(world.shop, SYSTEM, { fulfilmentOrderId })),
  async deliver(world) {
    const parcel = some(
      world,
      (await parcelsOf(world)).filter(({ state }) => state === 'shipped')
    );
    if (!parcel?.trackingNumber) return false;
    const news = carrierNews(parcel.trackingNumber, [['delivered', 'to_person', world.shop.now().toISOString()]]);
    await recordScans(world.shop, SYSTEM, news);
    return true;
  },
  async ask(world) {
    const { shop, orderId, random } = world;
    const line = some(world, (await returnableOrder(shop.db, orderId))!.lines);
    if (!line) return false;
    const asked = {
      fulfilmentLineId: line.fulfilmentLineId,
      quantity: 1 + Math.floor(random() * UNITS),
      detail: '',
      words: '',
      photoIds: []
    };
    const how = { method: some(world, ASKED_WAYS)!, to: 'original' as const, isKept: random() < 0.2, dropNodeId: null };
    const lines = [{ ...asked, reason: some(world, returnReasons)! }];
    await askForReturn(shop, shopper, { orderId, lines, ...how, key: shop.newId() });
    return true;
  },
  exchange: askForExchange,
  'pay-exchange': payForExchange,
  'lapse-exchange': lapseAnExchange,
  label: async (world) => withReturn(world, async (returnId) => issueReturnLabel(world.shop, SYSTEM, { returnId })),
  fetch: async (world) => withReturn(world, async (returnId) => bookPickup(world.shop, SYSTEM, { returnId })),
  'hand-over': async (world) =>
    withReturn(world, async (returnId) => handOverReturn(world.shop, shopper, { orderId: world.orderId, returnId })),
  async scan(world) {
    const found = some(world, await returnsOf(world));
    const shipment = found && (await returnShipmentOf(world.shop.db, found.id));
    if (!shipment?.trackingNumber) return false;
    const status = some(world, ['accepted', 'arrived', 'delivered'] as const)!;
    const at = await whenScanned(world, shipment.returnId);
    const news = carrierNews(shipment.trackingNumber, [
      status === 'delivered' ? ['delivered', 'to_person', at] : ['in_transit', status, at]
    ]);
    await recordReturnScans(world.shop, SYSTEM, news);
    return true;
  },
  'to-store': async (world) =>
    withReturn(world, async (returnId) => chooseDropOff(world.shop, shopper, { orderId: world.orderId, returnId, nodeId: null })),
  accept: async (world) => withReturn(world, async (returnId) => acceptReturn(world.shop, there, { returnId })),
  receive: async (world) =>
    withReturn(world, async (returnId) => {
      const units = (await unitsOfReturn(world.shop.db, returnId)).filter(() => world.random() < 0.7);
      const came = { unitIds: units.filter(({ receivedAt }) => receivedAt === null).map(({ id }) => id), isAll: world.random() < 0.5 };
      await receiveReturn(world.shop, there, { returnId, ...came, extra: world.random() < 0.1 ? 'something else' : '' });
    }),
  grade: async (world) =>
    withReturn(world, async (returnId) => {
      const open = (await unitsOfReturn(world.shop.db, returnId)).filter(({ disposition }) => disposition === null);
      const grades = open.map(({ id, receivedAt }) => ({
        unitId: id,
        disposition:
          receivedAt === null
            ? ('missing' as const)
            : some(
                world,
                dispositions.filter((one) => one !== 'missing')
              )!,
        note: '',
        isOther: false
      }));
      await gradeReturn(world.shop, there, { returnId, grades: world.random() < 0.5 ? grades : grades.slice(0, 1) });
    }),
  'take-back': async (world) =>
    withReturn(world, async (returnId) => {
      const units = await unitsOfReturn(world.shop.db, returnId);
      const grades = units.map(({ id }) => ({ unitId: id, disposition: some(world, dispositions)!, note: '', isOther: false }));
      const handsOut = world.random() < 0.3;
      await takeBackAtCounter(world.shop, there, { returnId, grades, handsOut, key: world.shop.newId() });
    }),
  decide: async (world) =>
    withReturn(world, async (returnId) => {
      const who = some(world, world.people.managers)!;
      await decideReturnCase(world.shop, who, { returnId, isApproved: world.random() < 0.7, reason: 'Because.' });
    }),
  appeal: async (world) =>
    withReturn(world, async (returnId) => appealReturn(world.shop, shopper, { orderId: world.orderId, returnId, words: 'Please.' })),
  'call-off': async (world) =>
    withReturn(world, async (returnId) => cancelReturn(world.shop, shopper, { orderId: world.orderId, returnId })),
  async lapse(world) {
    const later = { ...world.shop, now: () => new Date(world.shop.now().getTime() + 20 * 24 * 3_600_000) };
    return withReturn(world, async (returnId) => lapseReturn(later, SYSTEM, { returnId }));
  },
  async clock(world) {
    const later = { ...world.shop, now: () => new Date(world.shop.now().getTime() + 9 * 24 * 3_600_000) };
    return withReturn(world, async (returnId) => soundClock(later, SYSTEM, { returnId }));
  },
  async refund(world) {
    const refundId = some(world, await dueRefunds(world.shop, world.orderId));
    if (refundId) await payRefund(world.shop, SYSTEM, { refundId });
    return refundId !== undefined;
  },
  'not-taken': seeToRefused,
  'not-taken-back': seeToNotTakenBack,
  'release-points': releaseSomePoints,
  'spend-points': spendPoints,
  async work(world) {
    await readNews(world);
    if (world.waiting.length === 0) return false;
    await work(world, world.shop, Math.floor(world.random() * world.waiting.length));
    return true;
  }
};
