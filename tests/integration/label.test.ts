import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions as workActions } from '../../src/routes/(store)/work/+page.server.ts';
import { actions } from '../../src/routes/(store)/work/[parcelId]/+page.server.ts';
import { GET } from '../../src/routes/(store)/work/[parcelId]/label.pdf/+server.ts';
import { labelOf } from '#db/queries/labels.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { labelCode } from '#lib/commerce/store-work/label.ts';
import { packPicked } from '#lib/commerce/store-work/pack-picked.server.ts';
import { pickItem } from '#lib/commerce/store-work/pick-item.server.ts';
import { SYSTEM, type Actor, type Staff } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const [HERE, NEAR] = ['blr-domlur', 'blr-near'];
const atHere: Staff = { ...asha, nodeId: HERE };
const atNear: Staff = { ...asha, nodeId: NEAR };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  for (const id of [HERE, NEAR]) await aNode(shop.db, id);
});
afterAll(() => shop.close());

let things = 0;
/** Two of one thing of 850 g, released at HERE. */
async function aParcel() {
  things += 1;
  const [sku, variantId] = [`POT-${things}`, await aVariant(shop.db, { stock: { [HERE]: 20, [NEAR]: 20 } })];
  await shop.db.updateTable('variant').set({ sku, weight_grams: '850' }).where('id', '=', variantId).execute();
  const lines = [{ variantId, quantity: 2 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId, number } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const [parcel] = (await trackedOrder(shop.db, orderId))!.parcels;
  return { id: parcel!.id, sku, code: labelCode({ number, place: parcel!.place }) };
}
async function aPacked() {
  const parcel = await aParcel();
  for (const key of [shop.newId(), shop.newId()]) await pickItem(shop, atHere, { fulfilmentOrderId: parcel.id, code: parcel.sku, key });
  await packPicked(shop, atHere, { fulfilmentOrderId: parcel.id });
  return parcel;
}

type Thrown = { status: number; location?: string; body?: { message: string } };
const label = async (actor: Actor, parcelId: string): Promise<Response | Thrown> => {
  const answer = (async () => GET({ params: { parcelId }, locals: { shop, actor } } as unknown as Parameters<typeof GET>[0]))();
  return answer.catch((thrown: unknown) => thrown as Thrown);
};
/** A code sent with the form of the list, or of a parcel's page. */
async function scan(code: string, actor: Actor, parcelId?: string): Promise<unknown> {
  const body = new FormData();
  body.set('code', code);
  body.set('key', shop.newId());
  const request = new Request('http://localhost/work', { method: 'POST', body });
  const act = (parcelId === undefined ? workActions['find'] : actions['scan']) as unknown as (event: object) => Promise<unknown>;
  return act({ request, params: { parcelId }, locals: { shop, actor } }).catch((thrown: unknown) => thrown);
}

test('a parcel has its label when it is packed, for whoever works at its place and for nobody else', async () => {
  const parcel = await aParcel();
  expect(await label(atHere, parcel.id)).toMatchObject({
    status: 409,
    body: { message: 'Close the parcel first. Then it gets its label.' }
  });
  const { id } = await aPacked();
  const answer = (await label(atHere, id)) as Response;
  expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'private, no-store' });
  expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename="MZ-[0-9A-Z]+-1\.pdf"$/);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(Buffer.from(await ((await label(atHere, id)) as Response).arrayBuffer()).equals(bytes)).toBe(true);

  expect(await label(atNear, id)).toMatchObject({ status: 404 });
  expect(await label(atHere, shop.newId())).toMatchObject({ status: 404 });
  expect(await label(atHere, 'no-id')).toMatchObject({ status: 404 });
  for (const actor of [shopper, { ...asha, role: 'support', nodeId: null } as const]) {
    expect(await label(actor, id)).toMatchObject({ status: 403 });
  }
});

test('what is sent bears its whole address and weight', async () => {
  const { id } = await aPacked();
  expect(await labelOf(shop.db, id)).toMatchObject({
    nth: 1,
    of: 1,
    grams: 1700,
    from: { name: HERE, address: '1 Test Road' },
    to: { name: 'Rhea Test', phone: '9800000000', address: { line1: '12 Test Street', postcode: '560038' } },
    trackingNumber: null
  });
});

test('a parcel on its way is labelled with its tracking number too, and its label opens nothing here any more', async () => {
  const { id, code } = await aPacked();
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  expect((await labelOf(shop.db, id))?.trackingNumber).toMatch(/^TL/);
  expect(await label(atHere, id)).toMatchObject({ status: 200 });
  expect(await scan(code, atHere)).toMatchObject({ status: 409 });
});

test('its label opens a parcel, and on its own page it is known again', async () => {
  const [one, other] = [await aPacked(), await aParcel()];
  expect(await scan(one.code, atHere)).toMatchObject({ status: 303, location: `/work/${one.id}` });
  expect(await scan(one.code.toLowerCase(), atHere, other.id)).toMatchObject({ status: 303, location: `/work/${one.id}` });
  expect(await scan(one.code, atHere, one.id)).toEqual({ isLabel: true });
  expect(await scan('MUG-1', atHere)).toMatchObject({ status: 422 });
});

test('the label of a parcel that was cancelled or went elsewhere says that it is gone', async () => {
  const gone = { status: 409, data: { message: 'That parcel is not here any more.' } };
  const [moved, cancelled, here] = [await aParcel(), await aPacked(), await aParcel()];
  await rejectParcel(shop, atHere, { fulfilmentOrderId: moved.id, reason: 'no-capacity', missing: [] });
  const setTo = async (state: 'cancelled' | 'packed') =>
    shop.db.updateTable('fulfilment_order').set({ state }).where('id', '=', cancelled.id).execute();
  await setTo('cancelled');
  for (const { code } of [moved, cancelled, { code: 'MZ-0000000000-1' }]) {
    expect(await scan(code, atHere)).toMatchObject(gone);
    expect(await scan(code, atHere, here.id)).toMatchObject(gone);
  }
  expect(await label(atHere, moved.id)).toMatchObject({ status: 404 });
  expect(await label(atHere, cancelled.id)).toMatchObject({ status: 409, body: { message: 'That parcel is not here any more.' } });
  // What was bound for it still is: the books are looked at in the end.
  await setTo('packed');
});
