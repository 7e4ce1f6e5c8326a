import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesOf } from '#db/queries/order-changes.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { endChangesThatCame } from '#realtime/sweeps.ts';
import { aCheckout } from '../support/checkout.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aNode, aPlan, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { bringIn, fileOf, takenOut } from '../support/state-files.ts';
import { aParcel, aPayment, anOrder, goods } from '../support/state-orders.ts';

const HERE = 'blr-domlur';
const MINUTE = 60_000;
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
afterAll(() => shop.close());

type Ordered = { orderKey: string; orderId: string; first: string; second: string };
/** Two of one make; another make of it costs as much, or more. */
async function ordered(secondMinor = 49_000): Promise<Ordered> {
  shop.at(MORNING);
  const first = await aVariant(shop.db, { stock: { [HERE]: 5 }, options: ['one'] });
  const second = await aVariant(shop.db, { stock: { [HERE]: 5 }, options: ['two'], likeVariant: first, priceMinor: secondMinor });
  const lines = [{ variantId: first, quantity: 2 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { nodeId: HERE }));
  const placed = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderKey: placed.orderKey, handle: 'ok@mez', key: shop.newId() });
  return { ...placed, first, second };
}
const cancelAll: ChangeWish = { kind: 'cancel', reason: 'by-mistake', units: null };
async function swapOf({ orderId, second }: Ordered): Promise<ChangeWish> {
  const line = (await trackedOrder(shop.db, orderId))!.lines[0]!;
  return { kind: 'swap', orderLineId: line.id, toVariantId: second, quantity: 1, method: 'upi' };
}
async function change({ orderKey }: Ordered, wish: ChangeWish): Promise<string> {
  const { seal } = await readChange(shop, { orderKey, wish });
  return (await changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() })).changeId;
}
const money = async (where: TestShop, { orderId }: Ordered) =>
  where.db.selectFrom('refund').select(['how', 'state', 'amount_minor']).where('order_id', '=', orderId).orderBy('id').execute();
const shown = async (where: TestShop, { orderId }: Ordered) => {
  const { parcels, lines } = (await trackedOrder(where.db, orderId))!;
  return [
    ...parcels.map(({ state, lines: inside }) => `${state} ${inside.length}`),
    ...lines.map(({ variantId, quantity }) => `${variantId} ${quantity}`)
  ];
};

/** What the shop has, in another one that was empty. */
async function movedOver(): Promise<TestShop> {
  const other = await openShop();
  await thePostcode(other.db);
  other.at(shop.now());
  const out = await takenOut(shop);
  expect((await bringIn(other, out)).issues).toEqual([]);
  expect((await takenOut(other)).split('\n')).toEqual(out.split('\n'));
  return other;
}

test('what was changed before the move is taken back after it, exactly as it would have been', async () => {
  const [cancelled, swapped, noted] = [await ordered(), await ordered(), await ordered()];
  const wishes: [Ordered, ChangeWish][] = [
    [cancelled, cancelAll],
    [swapped, await swapOf(swapped)],
    [noted, { kind: 'note', note: 'Ring twice.' }]
  ];
  const changes = new Map<Ordered, string>();
  for (const [of, wish] of wishes) changes.set(of, await change(of, wish));
  const other = await movedOver();
  for (const [of, changeId] of changes) {
    for (const where of [shop, other]) await undoChange(where, shopper, { orderKey: of.orderKey, changeId });
    expect(await shown(other, of)).toEqual(await shown(shop, of));
    expect(await money(other, of)).toEqual([]);
    expect((await changesOf(other.db, of.orderId)).map(({ state }) => state)).toEqual(['undone']);
  }
  expect(await brokenInvariants(other.db)).toEqual([]);
  await other.close();
});

test('what nobody takes back in its ten minutes ends there too, and an order of which nothing is left with it', async () => {
  const of = await ordered();
  const changeId = await change(of, cancelAll);
  const other = await movedOver();
  await endChangesThatCame(other);
  expect(await changesOf(other.db, of.orderId)).toMatchObject([{ id: changeId, state: 'confirmed' }]);
  other.at(new Date(Date.parse(MORNING) + 11 * MINUTE));
  await endChangesThatCame(other);
  expect(await changesOf(other.db, of.orderId)).toMatchObject([{ state: 'settled' }]);
  expect((await trackedOrder(other.db, of.orderId))!.life).toBe('cancelled');
  expect(await brokenInvariants(other.db)).toEqual([]);
  await other.close();
});

test('a swap that costs more is paid after the move and made, and one that came too late to be taken back is left alone', async () => {
  const of = await ordered(60_000);
  const changeId = await change(of, await swapOf(of));
  const other = await movedOver();
  await authorizePayment(other, shopper, { orderId: of.orderId, changeId, handle: 'ok@mez' });
  await endChangesThatCame(other);
  expect(await changesOf(other.db, of.orderId)).toMatchObject([{ state: 'confirmed' }]);
  expect((await shown(other, of)).some((line) => line === `${of.second} 1`)).toBe(true);
  expect(await brokenInvariants(other.db)).toEqual([]);
  await other.close();

  const late = await ordered();
  await change(late, cancelAll);
  shop.at(new Date(Date.parse(MORNING) + 60 * MINUTE));
  const later = await movedOver();
  await endChangesThatCame(later);
  expect(await changesOf(later.db, late.orderId)).toMatchObject([{ state: 'confirmed' }]);
  await later.close();
});

let made = 0;
const newSource = () => `changes-${(made += 1)}`;
const AT = '2026-11-02T10:00:00+05:30';
const STRANGE = '0199f000-0000-7000-8000-00000000ffff';
const aChange = (source: string, over: object = {}) => ({
  type: 'change',
  source,
  external_id: 'h',
  order: 'o',
  kind: 'cancel',
  at: AT,
  ...over
});
const all = (source: string, over: object) => [...goods(source), anOrder(source), aPayment(source), aParcel(source), aChange(source, over)];

test('a change of another system is told of, and cannot be taken back', async () => {
  const source = newSource();
  expect((await bringIn(shop, fileOf(...all(source, { kind: 'note', reason: 'asked by phone' })))).issues).toEqual([]);
  const row = await shop.db.selectFrom('order_change').selectAll().where('reason', '=', 'asked by phone').executeTakeFirstOrThrow();
  expect([row.state, row.undo, row.ended_at?.toISOString()]).toEqual(['settled', null, new Date(AT).toISOString()]);
});

test.each<[string, object, string[]]>([
  ['before it was ordered', { at: '2026-10-01T10:00:00+05:30' }, ['10 out_of_order /at']],
  ['to be taken back by parcels of another order', { undo: { ended: [{ parcelId: STRANGE }] }, undo_until: AT }, ['10 unknown_line /undo']],
  ['to be taken back for ever', { undo: { ended: [] } }, ['10 bad_value /undo_until']],
  ['that waits for money that nobody was asked for', { state: 'awaiting_payment' }, ['10 bad_value /wish', '10 dangling /state']],
  ['of an order that is not there', { order: 'x' }, ['10 dangling /order']]
])('a change %s is refused where it stands', async (_, over, errors) => {
  const report = await bringIn(shop, fileOf(...all(newSource(), over)));
  expect(report.issues.map(({ line, code, pointer }) => `${line} ${code} ${pointer}`)).toEqual(errors);
});
