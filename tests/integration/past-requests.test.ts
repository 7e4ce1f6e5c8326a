import { afterAll, beforeAll, expect, test } from 'vitest';
import { pastRequests } from '#db/queries/past-requests.ts';
import { recentRefusals } from '#db/queries/policies.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import type { PolicyProfile } from '#lib/commerce/policies/policy.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { tryPolicy } from '#lib/commerce/policies/try-policy.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { changedOrders } from '../support/changed-orders.ts';
import { aCheckout } from '../support/checkout.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { exchangedOrders } from '../support/exchanged-orders.ts';
import { aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';

const HERE = 'blr-domlur';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
});
afterAll(() => shop.close());

test('what was asked of past orders is decided again by the policy of each and by a draft', async () => {
  shop.at(MORNING);
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  const line = { fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'changed-mind' as const, detail: '', words: '', photoIds: [] };
  const asked = { orderId: of.orderId, lines: [line], method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId: null };
  await askForReturn(shop, shopper, { ...asked, key: shop.newId() });

  const variantId = await aVariant(shop.db, { stock: { [HERE]: 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 2 }]);
  const { orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  const wish: ChangeWish = { kind: 'cancel', reason: 'too-late', units: null };
  const { seal } = await readChange(shop, { orderKey, wish });
  await changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() });
  expect(await outcomeOf(changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() }))).toBe('already-ended');

  // Its second return was asked with the first one claiming what it is worth.
  shop.at(new Date(Date.parse(MORNING) + 1));
  await askForReturn(shop, shopper, { ...asked, key: shop.newId() });
  const past = await pastRequests(shop.db, 500);
  expect(past.flatMap((one) => (one.kind === 'return' ? [[one.order.returns, one.order.claimedMinor]] : []))).toEqual([
    [1, 49_000],
    [0, 0]
  ]);
  const words = past.map((one) => {
    if (one.kind === 'cancel') return `${one.reason}: ${one.parcels.map(({ state }) => state).join()}`;
    return one.kind === 'return' ? `${one.asked.method}: ${one.asked.units.length}` : one.kind;
  });
  expect(words.toSorted()).toEqual(['store: 1', 'store: 1', 'too-late: allocated', 'too-late: cancelled']);
  const strict = { ...standardPolicy, cancel: { ...standardPolicy.cancel, reasons: ['other'] as const } };
  const noReturns = { ...strict, returns: { ...strict.returns, days: null } };
  const tried = tryPolicy(past, { profile: 'strict', version: 1, terms: noReturns });
  expect([tried.kinds.cancel, tried.kinds.return]).toMatchObject([
    { asked: 2, newlyNo: 1 },
    { asked: 2, newlyNo: 2 }
  ]);
  expect(await pastRequests(shop.db, 0)).toEqual([]);
  expect(await recentRefusals(shop.db, 10)).toMatchObject([{ asked: 'cancel', code: 'already-ended', rule: 'cancel.states', by: '' }]);
});

/** What was asked of one order, decided again by its own policy and by a draft. */
async function triedOf(orderId: string, draft: Partial<PolicyProfile> = {}) {
  const { number } = await shop.db.selectFrom('orders').select('number').where('id', '=', orderId).executeTakeFirstOrThrow();
  const past = (await pastRequests(shop.db, 500)).filter((one) => one.number === number);
  return { past, ...tryPolicy(past, { profile: 'draft', version: 1, terms: { ...standardPolicy, ...draft } }) };
}
const { anOrder, change, lineOf } = changedOrders(() => shop);
const ELSEWHERE: ChangeWish = {
  kind: 'address',
  name: 'Mira',
  phone: '98450 12345',
  line1: '9 Other Street',
  line2: '',
  postcode: '560038'
};

test('another address, another make and another way to pay are tried as they were asked, in the state that their parcels were in', async () => {
  const of = await anOrder('cash_on_delivery');
  await change(of, ELSEWHERE);
  const toVariantId = await aVariant(shop.db, { likeVariant: of.mug, options: ['Large'], priceMinor: 60_000, stock: { [HERE]: 5 } });
  const swap: ChangeWish = { kind: 'swap', orderLineId: await lineOf(of, of.mug), quantity: 1, toVariantId, method: 'upi' };
  await change(of, swap);
  await change(of, { kind: 'payment', method: 'card' });
  const same = await triedOf(of.orderId);
  expect(same.differing).toEqual([]);
  expect(same.kinds).toMatchObject({ address: { asked: 1 }, swap: { asked: 1 }, payment: { asked: 1 }, cancel: { asked: 0 } });
  expect(same.past.find(({ kind }) => kind === 'payment')).toMatchObject({
    asked: { from: 'cash_on_delivery', to: 'card', isTaken: false }
  });

  const draft = { address: { states: [] }, items: { ...standardPolicy.items, swapFor: 'nothing' as const } };
  const strict = await triedOf(of.orderId, draft);
  expect(strict.kinds).toMatchObject({ address: { newlyNo: 1 }, swap: { newlyNo: 1 }, payment: { newlyNo: 0 } });
});

test('a change that was refused is tried with what was asked, of which nobody’s words stay', async () => {
  const of = await anOrder();
  const wishes: ChangeWish[] = [
    ELSEWHERE,
    { kind: 'cancel', reason: 'by-mistake', units: [{ orderLineId: await lineOf(of, of.pot), quantity: 1 }] },
    { kind: 'payment', method: 'card' }
  ];
  const seals = [];
  for (const wish of wishes) seals.push((await readChange(shop, { orderKey: of.orderKey, wish })).seal);
  await releaseOrder(shop, SYSTEM, { orderId: of.orderId });
  const [{ id }] = (await shop.db.selectFrom('fulfilment_order').select('id').where('order_id', '=', of.orderId).execute()) as [
    { id: string }
  ];
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  shop.at(new Date(Date.parse(MORNING) + 1_000));
  for (const [at, wish] of wishes.entries()) {
    const asked = changeOrder(shop, shopper, { orderKey: of.orderKey, wish, seal: seals[at]!, key: shop.newId() });
    expect(await outcomeOf(asked)).toBe('already-begun');
  }
  const kept = await shop.db
    .selectFrom('policy_refusal')
    .select(['asked', 'request'])
    .where('order_id', '=', of.orderId)
    .orderBy('id')
    .execute();
  expect(kept).toEqual([
    { asked: 'address', request: null },
    { asked: 'cancel', request: { lines: [await lineOf(of, of.pot)], reason: 'by-mistake' } },
    { asked: 'payment', request: { from: 'upi', to: 'card', isTaken: true } }
  ]);
  expect((await triedOf(of.orderId)).differing).toEqual([]);
  const { kinds } = await triedOf(of.orderId, {
    address: { states: ['shipped'] },
    cancel: { ...standardPolicy.cancel, reasons: [] },
    payment: { ...standardPolicy.payment, states: ['shipped'] }
  });
  expect(kinds).toMatchObject({ address: { newlyYes: 1 }, cancel: { otherRule: 1 }, payment: { newlyYes: 1 } });
});

test('exchanges, what was kept, and returns that were refused are tried as what they were', async () => {
  const { bought, exchange } = exchangedOrders(() => shop);
  const of = await bought({ units: [3], priceMinor: 60_000 });
  await exchange(of, 60_000);
  const line = { fulfilmentLineId: of.lineIds[0]!, quantity: 1, detail: '', words: 'Not what I thought', photoIds: [] };
  const how = { orderId: of.orderId, method: 'home' as const, to: 'original' as const, dropNodeId: null };
  shop.at(new Date(shop.now().getTime() + 1));
  await askForReturn(shop, shopper, { ...how, lines: [{ ...line, reason: 'not-as-described' }], isKept: true, key: shop.newId() });
  const damaged = askForReturn(shop, shopper, { ...how, lines: [{ ...line, reason: 'damaged' }], isKept: false, key: shop.newId() });
  expect(await outcomeOf(damaged)).toBe('photo-needed');
  const kept = await shop.db.selectFrom('policy_refusal').select('request').where('order_id', '=', of.orderId).executeTakeFirstOrThrow();
  expect(JSON.stringify(kept.request)).not.toContain('Not what I thought');

  const same = await triedOf(of.orderId);
  expect(same.differing).toEqual([]);
  expect(same.kinds).toMatchObject({ return: { asked: 1 }, exchange: { asked: 1 }, keep: { asked: 1 } });
  expect(same.past.find(({ kind }) => kind === 'keep')).toMatchObject({ order: { returns: 1, exchanges: 1, lines: [{ claimed: 1 }] } });
  const returns = { ...standardPolicy.returns, photoFor: [], exchangeFor: 'nothing' as const, keeps: [] };
  expect((await triedOf(of.orderId, { returns })).kinds).toMatchObject({
    return: { newlyYes: 1 },
    exchange: { newlyNo: 1 },
    keep: { newlyNo: 1 }
  });
});

test('a return is tried by the way that was asked for, whichever it came by in the end', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE, units: [1] });
  const line = { fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'changed-mind' as const, detail: '', words: '', photoIds: [] };
  const asked = { orderId: of.orderId, lines: [line], method: 'home' as const, to: 'original' as const, isKept: false, dropNodeId: null };
  const { returnId } = await askForReturn(shop, shopper, { ...asked, key: shop.newId() });
  await chooseDropOff(shop, shopper, { orderId: of.orderId, returnId, nodeId: null });
  const returns = { ...standardPolicy.returns, fees: { ...standardPolicy.returns.fees, home: 5_000 } };
  const { kinds, differing } = await triedOf(of.orderId, { returns });
  expect(kinds.return).toMatchObject({ asked: 1, otherFee: 1 });
  expect(differing).toMatchObject([{ before: { plan: { feeMinor: 9_900 } }, after: { plan: { feeMinor: 5_000 } } }]);
});
