import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { quotedCart } from '#db/queries/delivery.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { quoteCart, type QuotedChoice } from '#lib/commerce/cart/quote.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { packPicked } from '#lib/commerce/store-work/pack-picked.server.ts';
import { pickItem } from '#lib/commerce/store-work/pick-item.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aCart, address, aNode, aPlan, asha, aVariant, contact, level, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const FAR = 'del-far';
const atHere: Staff = { ...asha, nodeId: HERE };
/** What one unit weighs. */
const A = 2 / 51;

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, FAR, { kind: 'warehouse', lat: 28.6, lng: 77.2 });
});
beforeEach(async () => setRate(1));
afterAll(() => shop.close());

const setRate = async (rate: number) => void (await shop.db.updateTable('node').set({ find_rate: rate }).where('id', '=', HERE).execute());
const rate = async () => (await shop.db.selectFrom('node').select('find_rate').where('id', '=', HERE).executeTakeFirstOrThrow()).find_rate;

/** A parcel of so many of one thing, released at HERE. */
async function aParcel(quantity: number): Promise<{ id: string; variantId: string; sku: string }> {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 9, [FAR]: 9 } });
  const sku = `SKU-${variantId}`;
  await shop.db.updateTable('variant').set({ sku }).where('id', '=', variantId).execute();
  const lines = [{ variantId, quantity }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  return { id: (await trackedOrder(shop.db, orderId))!.parcels[0]!.id, variantId, sku };
}
const miss = async (quantity: number) => {
  const { id, variantId } = await aParcel(quantity);
  await rejectParcel(shop, atHere, { fulfilmentOrderId: id, reason: 'not-found', missing: [{ variantId, quantity }] });
};

test('a place begins trusted, each unit that is missed takes from it, and each that is found gives back', async () => {
  await miss(2);
  expect(await rate()).toBeCloseTo((1 - A) ** 2, 10);
  const before = await rate();
  const { id, sku } = await aParcel(3);
  for (let unit = 0; unit < 3; unit++) await pickItem(shop, atHere, { fulfilmentOrderId: id, code: sku, key: shop.newId() });
  expect(await rate()).toBe(before);
  await packPicked(shop, atHere, { fulfilmentOrderId: id });
  await packPicked(shop, atHere, { fulfilmentOrderId: id });
  expect(await rate()).toBeCloseTo(1 - (1 - before) * (1 - A) ** 3, 10);
});

test('what is damaged or too much to do is no miss', async () => {
  const { id } = await aParcel(1);
  await rejectParcel(shop, atHere, { fulfilmentOrderId: id, reason: 'damaged', missing: [] });
  expect(await rate()).toBe(1);
});

test('two misses at the same moment both count', async () => {
  await Promise.all([miss(1), miss(1)]);
  expect(await rate()).toBeCloseTo((1 - A) ** 2, 10);
});

test('it stays between one hundredth and one, however much is missed or found', async () => {
  const { rows } = await sql<{ low: number; high: number }>`
    select find_rate_after(1, 0, 100000) as low, find_rate_after(0.5, 100000, 0) as high`.execute(shop.db);
  expect(rows).toEqual([{ low: 0.01, high: 1 }]);
});

async function aQuote(stock: Record<string, number>): Promise<{ variantId: string; cartKey: string; ways: () => Promise<QuotedChoice[]> }> {
  const variantId = await aVariant(shop.db, { stock });
  const { cartId, cartKey } = await aCart(shop);
  await addToCart(shop, shopper, { cartKey, variantId, quantity: 1, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey, contact, address });
  const ways = async () => quoteCart({ ...(await quotedCart(shop.db, cartId))!, holidays: [], at: shop.now() });
  return { variantId, cartKey, ways };
}
const from = (ways: QuotedChoice[]) => [...new Set(ways.flatMap((way) => (way.open ? way.parcels.map(({ nodeId }) => nodeId) : [])))];

test('a last unit is not sent from where things are often missed, until somebody counts it there', async () => {
  const { variantId, ways } = await aQuote({ [HERE]: 1, [FAR]: 5 });
  expect(from(await ways())).toContain(HERE);
  await setRate(0.8);
  expect(from(await ways())).toEqual([FAR]);
  await correctStock(shop, atHere, { variantId, counted: 1, reason: '', key: shop.newId() });
  expect(from(await ways())).toContain(HERE);
});

test('when nobody else has it the books are believed, and the order takes the true unit', async () => {
  await setRate(0.6);
  const { variantId, cartKey, ways } = await aQuote({ [HERE]: 1 });
  expect(from(await ways())).toEqual([HERE]);
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'standard' });
  await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  expect(await level(shop.db, variantId, HERE)).toMatchObject({ on_hand: 1, allocated: 1, available: 0 });
});
