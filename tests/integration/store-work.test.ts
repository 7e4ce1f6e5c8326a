import { afterAll, beforeAll, expect, test } from 'vitest';
import { findWork, workAt, workSnapshots } from '#db/queries/store-work.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { packPicked } from '#lib/commerce/store-work/pack-picked.server.ts';
import { pickItem } from '#lib/commerce/store-work/pick-item.server.ts';
import { staffPlace } from '#lib/commerce/store-work/staff-place.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { WORKERS } from '#realtime/workers.ts';
import { aPage, aProcess } from '../support/live.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { aPerson, cookieOf } from '../support/staff.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const NEAR = 'blr-near';
const atHere: Staff = { ...asha, nodeId: HERE };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, NEAR);
});
afterAll(() => shop.close());

async function coded(sku: string, barcode: string): Promise<string> {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 20, [NEAR]: 20 } });
  await shop.db.updateTable('variant').set({ sku, barcode }).where('id', '=', variantId).execute();
  return variantId;
}
let things = 0;
/** Two mugs and a pan, released at HERE. */
async function aParcel() {
  things += 1;
  const [mug, pan] = [await coded(`MUG-${things}`, `00890000000${things}`), await coded(`PAN-${things}`, `00890000100${things}`)];
  const lines = [
    { variantId: mug, quantity: 2 },
    { variantId: pan, quantity: 1 }
  ];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const [parcel] = (await trackedOrder(shop.db, orderId))!.parcels;
  return { orderId, id: parcel!.id, mug: `MUG-${things}`, pan: `PAN-${things}`, panId: pan };
}
const scan = async (fulfilmentOrderId: string, code: string, key = shop.newId()) =>
  pickItem(shop, atHere, { fulfilmentOrderId, code, key });
const stateOf = async (id: string) => (await findWork(shop.db, id))!.state;

test('each unit is scanned, wrong things and one too many are refused, and a parcel is closed only when all of it was', async () => {
  const { id, mug, pan } = await aParcel();
  await expect(packPicked(shop, atHere, { fulfilmentOrderId: id })).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await scan(id, mug)).toMatchObject({ picked: 1, quantity: 2, isAll: false });
  expect(await stateOf(id)).toBe('picking');
  await expect(scan(id, 'SOMETHING')).rejects.toMatchObject({ code: 'wrong-item' });
  await scan(id, mug);
  await expect(scan(id, mug)).rejects.toMatchObject({ code: 'wrong-count' });
  await expect(packPicked(shop, atHere, { fulfilmentOrderId: id })).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await scan(id, pan)).toMatchObject({ isAll: true });
  await packPicked(shop, atHere, { fulfilmentOrderId: id });
  await packPicked(shop, atHere, { fulfilmentOrderId: id });
  expect(await stateOf(id)).toBe('packed');
  await expect(scan(id, pan)).rejects.toMatchObject({ code: 'not-allowed' });
});

test('the same press twice is one unit, and two scanners at the last unit count it once', async () => {
  const { id, mug, pan } = await aParcel();
  expect(await Promise.all([scan(id, mug, 'one'), scan(id, mug, 'one')])).toEqual([
    expect.objectContaining({ picked: 1 }),
    expect.objectContaining({ picked: 1 })
  ]);
  await expect(scan(id, pan, 'one')).rejects.toMatchObject({ code: 'key-reused' });
  // What was kept at a browser may be sent by whoever signs in there next.
  const neighbour = { ...atHere, userId: shop.newId() };
  expect(await pickItem(shop, neighbour, { fulfilmentOrderId: id, code: mug, key: 'one' })).toMatchObject({ picked: 1 });
  const both = await Promise.allSettled([scan(id, pan), scan(id, pan)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'wrong-count' } });
});

test('the demonstration leaves alone what somebody has begun, and a place that does its own work', async () => {
  const begun = await aParcel();
  await scan(begun.id, begun.mug);
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: begun.id });
  expect(await stateOf(begun.id)).toBe('picking');

  await staffPlace(shop, atHere, { isStaffed: true });
  const other = await aParcel();
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: other.id });
  expect(await stateOf(other.id)).toBe('released');
  await staffPlace(shop, atHere, { isStaffed: false });
  await WORKERS['pack-node'](shop, { nodeId: HERE });
  expect([await stateOf(other.id), await stateOf(begun.id)]).toEqual(['packed', 'picking']);
});

test('what is missing in the middle of picking goes elsewhere, and is looked for anew there', async () => {
  const { orderId, id, mug, panId } = await aParcel();
  await scan(id, mug);
  await rejectParcel(shop, atHere, { fulfilmentOrderId: id, reason: 'not-found', missing: [{ variantId: panId, quantity: 1 }] });
  const work = await findWork(shop.db, id);
  expect(work).toMatchObject({ nodeId: NEAR, state: 'allocated' });
  expect(work!.lines.map(({ picked }) => picked)).toEqual([0, 0]);
  await releaseOrder(shop, SYSTEM, { orderId });
  expect((await workAt(shop.db, NEAR)).map((parcel) => parcel.id)).toContain(id);
  expect((await workAt(shop.db, HERE)).map((parcel) => parcel.id)).not.toContain(id);
});

test('only those who work at the place pick there', async () => {
  const { id, mug } = await aParcel();
  const asked = { fulfilmentOrderId: id, code: mug, key: 'k' };
  await expect(pickItem(shop, shopper, asked)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(pickItem(shop, { ...asha, role: 'support', nodeId: null }, asked)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(pickItem(shop, { ...asha, nodeId: NEAR }, asked)).rejects.toMatchObject({ code: 'not-found' });
  await expect(packPicked(shop, { ...asha, nodeId: NEAR }, { fulfilmentOrderId: id })).rejects.toMatchObject({ code: 'not-found' });
  await expect(staffPlace(shop, shopper, { isStaffed: true })).rejects.toMatchObject({ code: 'forbidden' });
});

test('whoever works at a place hears of a parcel that comes and of one that goes; shoppers hear nothing', async () => {
  const one = await aProcess(shop);
  const cookie = await cookieOf(shop, await aPerson(shop, 'associate', HERE));
  const page = aPage(one.url, { origin: one.url, cookie });
  const guest = aPage(one.url, { origin: one.url });
  // Else the process packs it while we look.
  await staffPlace(shop, atHere, { isStaffed: true });
  try {
    expect(await guest.socket.emitWithAck('work.watch', {})).toEqual({ refused: 'forbidden' });
    const first = (await page.socket.emitWithAck('work.watch', {})) as { ok: { version: number } };
    expect((await workSnapshots(shop.db, [HERE]))[0]).toEqual(first.ok);
    // Word of what was done before we looked may still come.
    let heard = 0;
    page.socket.on('work.changed', ({ version }: { version: number }) => void (heard = version));
    const { id } = await aParcel();
    await expect.poll(() => heard).toBeGreaterThan(first.ok.version);
    const version = (await workSnapshots(shop.db, [HERE]))[0]!.version;
    await expect.poll(() => heard).toBe(version);
    await rejectParcel(shop, atHere, { fulfilmentOrderId: id, reason: 'no-capacity', missing: [] });
    await expect.poll(() => heard).toBeGreaterThan(version);
  } finally {
    page.close();
    guest.close();
    await one.stop();
    await staffPlace(shop, atHere, { isStaffed: false });
  }
});
