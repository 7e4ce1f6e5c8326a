import { afterAll, beforeAll, expect, test } from 'vitest';
import { quotedCart } from '#db/queries/delivery.ts';
import { rulesInForce, ruleSetVersions } from '#db/queries/sourcing-rules.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { quoteCart } from '#lib/commerce/cart/quote.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { draftSourcingRules } from '#lib/commerce/fulfilment/rules/draft-sourcing-rules.server.ts';
import type { SourcingRule } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';
import { switchOnSourcingRules } from '#lib/commerce/fulfilment/rules/switch-on-sourcing-rules.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { staffPlace } from '#lib/commerce/store-work/staff-place.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aCart, aNode, asha, aVariant, level, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';

const PARTNER = 'blr-partner';
const FAR = 'del-far';
/** Who looks after the whole house stands at the partner's, and says no for it. */
const there: Staff = { ...asha, role: 'manager', nodeId: PARTNER };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, PARTNER, { kind: 'third_party' });
  await aNode(shop.db, FAR, { kind: 'warehouse', lat: 28.6, lng: 77.2 });
});
afterAll(() => shop.close());

const everywhere = async () => aVariant(shop.db, { stock: { [PARTNER]: 9, [FAR]: 9 } });
async function sendersOf(cartId: string): Promise<Record<string, string[]>> {
  const ways = quoteCart({ ...(await quotedCart(shop.db, cartId))!, holidays: [], at: shop.now() });
  return Object.fromEntries(ways.map((way) => [way.id, way.open ? way.parcels.map(({ nodeId }) => nodeId) : []]));
}
async function ordered(variantId: string): Promise<{ orderId: string; parcelId: string }> {
  const { cartKey } = await aCheckout(shop, [{ variantId, quantity: 1 }]);
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'standard' });
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  return { orderId, parcelId: (await parcelOf(orderId)).id };
}
const parcelOf = async (orderId: string) => (await trackedOrder(shop.db, orderId))!.parcels[0]!;
async function switchOn(rules: SourcingRule[]): Promise<void> {
  const manager = await aPerson(shop, 'manager');
  const basedOn = (await ruleSetVersions(shop.db, 1))[0]?.version ?? 0;
  const { version } = await draftSourcingRules(shop, manager, { basedOn, rules, note: '' });
  await switchOnSourcingRules(shop, manager, { version, inForce: (await rulesInForce(shop.db))?.version ?? 0 });
}

test('a partner sends what it has soonest, standard and express, never the same day; and does its own work', async () => {
  const variantId = await everywhere();
  const { cartId } = await aCheckout(shop, [{ variantId, quantity: 1 }]);
  expect(await sendersOf(cartId)).toMatchObject({ standard: [PARTNER], express: [PARTNER], same_day: [] });

  const { orderId, parcelId } = await ordered(variantId);
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId });
  expect(await parcelOf(orderId)).toMatchObject({ nodeId: PARTNER, nodeKind: 'third_party', state: 'shipped' });
  expect(await level(shop.db, variantId, PARTNER)).toMatchObject({ on_hand: 8, allocated: 0 });
});

test('nothing is collected at a partner, and nobody of ours works there', async () => {
  const { cartKey } = await aCart(shop);
  const collected = { cartKey, variantId: await everywhere(), quantity: 1, pickupNodeId: PARTNER, key: shop.newId() };
  await expect(addToCart(shop, shopper, collected)).rejects.toMatchObject({ code: 'no-pickup-there' });
  await expect(staffPlace(shop, there, { isStaffed: true })).rejects.toMatchObject({ code: 'not-allowed' });
  const partner = shop.db.updateTable('node').where('id', '=', PARTNER);
  for (const change of [{ is_staffed: true }, { methods: ['ship', 'pickup'] }, { methods: ['same_day'] }])
    await expect(partner.set(change).execute()).rejects.toThrow('node_of_partner');
});

test('a rule keeps partners out', async () => {
  await switchOn([{ name: 'No partners', when: [{ field: 'nodeKind', test: 'is', value: 'third_party' }], action: { kind: 'exclude' } }]);
  const { cartId } = await aCheckout(shop, [{ variantId: await everywhere(), quantity: 1 }]);
  expect((await sendersOf(cartId))['standard']).toEqual([FAR]);
  await switchOn([]);
  expect((await sendersOf(cartId))['standard']).toEqual([PARTNER]);
});

test('what a partner cannot send comes from our own places, and a partner takes what they cannot', async () => {
  const variantId = await everywhere();
  const { orderId, parcelId } = await ordered(variantId);
  await rejectParcel(shop, there, { fulfilmentOrderId: parcelId, reason: 'no-capacity', missing: [] });
  expect(await parcelOf(orderId)).toMatchObject({ nodeId: FAR, state: 'allocated' });
  expect(await level(shop.db, variantId, PARTNER)).toMatchObject({ on_hand: 9, allocated: 0 });

  await shop.db
    .updateTable('stock_level')
    .set({ unavailable: 9 })
    .where('variant_id', '=', variantId)
    .where('node_id', '=', PARTNER)
    .execute();
  const other = await ordered(variantId);
  await shop.db
    .updateTable('stock_level')
    .set({ unavailable: 0 })
    .where('variant_id', '=', variantId)
    .where('node_id', '=', PARTNER)
    .execute();
  expect(await parcelOf(other.orderId)).toMatchObject({ nodeId: FAR });
  await rejectParcel(shop, { ...there, nodeId: FAR }, { fulfilmentOrderId: other.parcelId, reason: 'damaged', missing: [] });
  expect(await parcelOf(other.orderId)).toMatchObject({ nodeId: PARTNER, state: 'allocated' });
  expect(await level(shop.db, variantId, PARTNER)).toMatchObject({ allocated: 1 });
});
