import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findValueBySeal } from '#db/queries/stored-values.ts';
import { unprovenOf } from '#db/queries/unproven-returns.ts';
import { creditCode, sealedCode } from '#lib/commerce/payments/stored-value.ts';
import { findPurchase } from '#lib/commerce/returns/find-purchase.server.ts';
import { takeBackUnproven, type TakeBackUnproven } from '#lib/commerce/returns/take-back-unproven.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { aNode, aVariant, contact, level, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';

const STORE = 'blr-indiranagar';
const DAY_MS = 24 * 3_600_000;

let shop: TestShop;
let asha: Person;
let manager: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, 'blr-domlur', { kind: 'dark_store' });
  [asha, manager] = [await aPerson(shop, 'associate', STORE), await aPerson(shop, 'manager', STORE)];
});
afterAll(() => shop.close());
beforeEach(async () => {
  shop.at(MORNING);
  await shop.db.deleteFrom('rate_bucket').execute();
});

const nothing = async (by = asha, phone = '9700000000') =>
  (await findPurchase(shop, by, { way: 'phone', typed: phone, device: 'Till 2' })).searchId;
const take = async (input: Pick<TakeBackUnproven, 'searchId' | 'variantId'> & Partial<TakeBackUnproven>, by = asha) =>
  outcomeOf(takeBackUnproven(shop, by, { disposition: 'restock_a', manager, ...input }));
const priceOf = async (variantId: string, minor: number) =>
  shop.db.updateTable('price').set({ amount_minor: minor }).where('variant_id', '=', variantId).execute();

test('what nobody finds is taken back for the lowest price of ninety days as store credit, with a manager’s yes, once', async () => {
  const mug = await aVariant(shop.db, { priceMinor: 60_000, stock: { [STORE]: 5 } });
  const sold = async () => sellInStore(shop, asha, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId() });
  shop.at(new Date(Date.parse(MORNING) - 100 * DAY_MS));
  await priceOf(mug, 20_000);
  await sold();
  shop.at(new Date(Date.parse(MORNING) - 50 * DAY_MS));
  await priceOf(mug, 45_000);
  await sold();
  shop.at(MORNING);
  await priceOf(mug, 60_000);

  const [searchId, variantId] = [await nothing(), mug];
  const refused = [
    await take({ searchId, variantId, manager: asha }),
    await take({ searchId, variantId, manager: await aPerson(shop, 'support') }),
    await take({ searchId, variantId }, await aPerson(shop, 'associate', STORE)),
    await take({ searchId, variantId }, manager)
  ];
  expect(refused).toEqual(['forbidden', 'forbidden', 'not-found', 'forbidden']);
  const before = await level(shop.db, mug, STORE);
  const pressed = await Promise.all([take({ searchId, variantId }), take({ searchId, variantId })]);
  expect(pressed.toSorted()).toEqual(['done', 'not-allowed']);
  expect((await level(shop.db, mug, STORE)).on_hand).toBe(before.on_hand + 1);

  const { id, amountMinor } = (await unprovenOf(shop.db, searchId))!;
  expect(amountMinor).toBe(45_000);
  const sealed = sealedCode(shop.keys.seal, creditCode(shop.keys.seal, id));
  expect(await findValueBySeal(shop.db, sealed.codeSeal)).toMatchObject({ kind: 'store_credit', balanceMinor: 45_000, customerId: null });
  const log = await shop.db
    .selectFrom('event')
    .select(['type', 'data'])
    .where('topic', '=', `receipt-search:${searchId}`)
    .orderBy('version')
    .execute();
  expect(log[1]).toMatchObject({ type: 'receipt.credited', data: { amountMinor: 45_000, approvedBy: manager.userId } });
});

test('what is thrown away comes on no shelf; above the limit, of what was found, and when the search is over there is a clear no', async () => {
  const [mug, lamp] = [
    await aVariant(shop.db, { priceMinor: 30_000, stock: { [STORE]: 1 } }),
    await aVariant(shop.db, { priceMinor: 100_001 })
  ];
  expect(await take({ searchId: await nothing(), variantId: mug, disposition: 'scrap' })).toBe('done');
  expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: 1 });
  expect(await take({ searchId: await nothing(), variantId: lamp })).toBe('purchase-needed');
  const of = await aDeliveredOrder(shop, { nodeId: 'blr-domlur' });
  const bought = JSON.stringify({ ...contact, phone: '9711111111' });
  await shop.db.updateTable('orders').set({ contact: bought }).where('id', '=', of.orderId).execute();
  expect(await take({ searchId: await nothing(asha, '9711111111'), variantId: mug })).toBe('not-found');
  const searchId = await nothing();
  shop.at(new Date(Date.parse(MORNING) + 16 * 60_000));
  expect(await take({ searchId, variantId: mug })).toBe('not-found');
});
